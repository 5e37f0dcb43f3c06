#include "cli/options.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/error.h"

using namespace softmax;
using namespace softmax::cli;

namespace {

Options parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "softmax");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

std::string refusal(std::vector<const char*> arguments) {
  try {
    parse(std::move(arguments));
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("defaults") {
  const Options options = parse({});
  CHECK(options.input == "-");
  CHECK_FALSE(options.has_input);
  CHECK_FALSE(options.output.has_value());
  CHECK(options.request.operation == Operation::softmax);
  CHECK(options.request.mode == Mode::stable);
  CHECK(options.request.dims.list == std::vector<long>{-1});
  CHECK(options.request.scale.is_one());
  CHECK(options.request.threads >= 1);
  CHECK_FALSE(options.read.dtype.has_value());
  CHECK(options.fail_on.empty());
}

TEST_CASE("every option is understood, long and short") {
  const Options options =
      parse({"-l",        "-d",          "-2",    "-m",          "naive",  "-T",       "0.5", "--dtype",
             "float32",   "--shape",     "3,-1",  "-f",          "csv",    "-t",       "npy", "-o",
             "out.npy",   "-p",          "4",     "--nonfinite", "null",   "--header", "yes", "--label-columns",
             "2",         "--delimiter", ";",     "--report",    "r.json", "-q",       "-j",  "3",
             "--fail-on", "nan",         "in.csv"});
  CHECK(options.request.operation == Operation::log_softmax);
  CHECK(options.request.dims.list == std::vector<long>{-2});
  CHECK(options.request.mode == Mode::naive);
  CHECK(options.request.scale.value == 0.5);
  CHECK(options.read.dtype == Dtype::float32);
  CHECK(options.read.shape == std::vector<long>{3, -1});
  CHECK(options.read.format == formats::Format::csv);
  CHECK(options.to == formats::Format::npy);
  CHECK(options.output == "out.npy");
  CHECK(options.write.precision == 4);
  CHECK(options.write.nonfinite == formats::Nonfinite::null);
  CHECK(options.read.header == formats::HeaderRule::yes);
  CHECK(options.read.label_columns == 2);
  CHECK(options.read.delimiter == ';');
  CHECK(options.write.delimiter == ';');
  CHECK(options.report == "r.json");
  CHECK(options.quiet);
  CHECK(options.request.threads == 3);
  CHECK(options.fail_on == std::vector<Trouble>{Trouble::nan_output});
  CHECK(options.input == "in.csv");

  const Options more = parse({"--pointer", "/a", "--keep", "--theta=-2", "--dim=0,2", "-"});
  CHECK(more.read.pointer == "/a");
  CHECK(more.read.keep);
  CHECK(more.write.keep);
  CHECK(more.request.scale.value == -2);
  CHECK_FALSE(more.request.scale.is_temperature);
  CHECK(more.request.dims.list == std::vector<long>{0, 2});
  CHECK(more.input == "-");
  CHECK(more.has_input);
}

TEST_CASE("an INPUT may have any name") {
  CHECK(parse({"[x,y]"}).input == "[x,y]");
  CHECK(parse({"-q", "--", "-x.json"}).input == "-x.json");
  CHECK(parse({"-"}).input == "-");
}

TEST_CASE("the last of a repeated option counts") {
  CHECK(parse({"-d", "0", "-d", "1"}).request.dims.list == std::vector<long>{1});
  CHECK(parse({"-l", "-l"}).request.operation == Operation::log_softmax);
}

TEST_CASE("what is wrong is said by name") {
  CHECK(refusal({"--foo"}) == "there is no option --foo; softmax --help lists the options");
  CHECK(refusal({"-d"}) == "--dim needs a value; softmax --help lists the options");
  CHECK(refusal({"a.json", "b.json"}) ==
        "expected one INPUT, found \"b.json\" after \"a.json\"; -o b.json writes the result there");
  CHECK(refusal({"a", "b"}) ==
        "expected one INPUT, found \"b\" after \"a\"; one after another: for file in a b; do softmax \"$file\"; done");
  CHECK(refusal({"a.json", "--foo", "b.json"}) == "there is no option --foo; softmax --help lists the options");
  CHECK(refusal({"-o", "a.json", "--report", "a.json"}) == "--output and --report both name a.json: give each its own");
  CHECK(refusal({"-T", "1", "--theta", "1"}) == "--temperature and --theta exclude one another: give one of them");
  CHECK(refusal({"--dtype", "float8"}) == "--dtype float8: expected one of float16, bfloat16, float32, float64");
  CHECK(refusal({"--to", "xml"}) == "--to xml: expected one of json, jsonl, csv, tsv, npy, torch, numpy, r, octave");
  CHECK(refusal({"--from", "xml"}) == "--from xml: expected one of json, jsonl, csv, tsv, npy, raw, text");
  CHECK(refusal({"--nonfinite", "string"}) == "--nonfinite string: expected one of literal, null");
  CHECK(refusal({"--header", "maybe"}) == "--header maybe: expected one of auto, yes, no");
  CHECK(refusal({"-o", "x.json", "--report", "./x.json"}) ==
        "--output and --report both name x.json: give each its own");
  CHECK(refusal({"--log=no"}) ==
        "an option that takes no value was given one with =; softmax --help lists the options");
}

TEST_CASE("an explanation has forms of its own") {
  const Options text = parse({"-x", "-1,0"});
  REQUIRE(text.explain.has_value());
  CHECK(text.explain->index == std::vector<long>{-1, 0});
  CHECK(text.explain->format == derive::Form::text);
  CHECK_FALSE(parse({}).explain.has_value());
  CHECK(parse({"--explain", ""}).explain->index.empty());
  CHECK(parse({"-x", "0", "-t", "latex"}).explain->format == derive::Form::latex);
  CHECK(parse({"-x", "0", "-o", "a.md"}).explain->format == derive::Form::markdown);
  CHECK(parse({"-x", "0", "-o", "a.md", "-t", "json"}).explain->format == derive::Form::json);
  CHECK(parse({"-x", "0", "-o", "a.csv"}).explain->format == derive::Form::text);
  CHECK_FALSE(parse({"-x", "0", "-t", "json"}).to.has_value());

  CHECK(refusal({"-x", "0", "--to", "csv"}) == "--explain with --to csv: expected one of text, markdown, latex, json");
  for (const std::string form : {"text", "markdown", "latex"}) {
    const std::string suggestion = form == "text" ? "; did you mean torch or numpy, which write what those print?" : "";
    CHECK(refusal({"--to", form.c_str()}) ==
          "--to " + form + " is for --explain; expected one of json, jsonl, csv, tsv, npy, torch, numpy, r, octave" +
              suggestion);
  }
  CHECK(refusal({"-x", "0", "--keep"}) == "--explain and --keep exclude one another: give one of them");
  CHECK(refusal({"-x", "0", "--report", "-"}) == "--explain and --report - exclude one another: give one of them");
  CHECK(refusal({"-x", "0", "--nonfinite", "null"}) ==
        "--explain and --nonfinite exclude one another: give one of them");
}

TEST_CASE("help and version ask for nothing else") {
  CHECK(parse({"--version", "none.json"}).text.value().starts_with("softmax " SOFTMAX_VERSION "\n"));
  CHECK(parse({"-h", "none.json"}).text.value().find("Usage: softmax [OPTIONS] [INPUT]\n") != std::string::npos);
}

TEST_CASE("--expect reads digits; a tolerance that is not given is 0") {
  CHECK_FALSE(parse({}).read.digits);
  const Options options = parse({"-e", "print.txt", "-f", "json", "--shape", "2,-1", "--pointer", "/a", "x"});
  CHECK(options.expect->path == "print.txt");
  CHECK(options.read.digits);
  CHECK_FALSE(options.expect->tolerance.has_value());
  CHECK(options.expect->command.reading ==
        std::vector<std::string>{"--shape", "2,-1", "--from", "json", "--pointer", "/a"});
  CHECK(parse({"--expect", "e", "--atol", "0.5", "x"}).expect->tolerance->absolute == 0.5);
  CHECK(parse({"--expect", "e", "--atol", "0.5", "x"}).expect->tolerance->relative == 0);
  CHECK(parse({"--expect", "e", "--rtol", "1e-3", "x"}).expect->tolerance->relative == 1e-3);
  CHECK(parse({"--expect", "-", "x.json"}).expect->path == "-");
  CHECK(parse({"--expect", "e"}).input == "-");
}

TEST_CASE("--expect: what is refused") {
  CHECK(refusal({"--atol", "1"}) == "--atol needs --expect FILE");
  CHECK(refusal({"--rtol", "1"}) == "--rtol needs --expect FILE");
  CHECK(refusal({"--expect", "-"}) == "--expect - and INPUT both read standard input: give one of them a file");
  CHECK(refusal({"--expect", "-", "-"}) == "--expect - and INPUT both read standard input: give one of them a file");
  CHECK(refusal({"--expect", "e", "--atol", "-1"}) == "--atol -1: expected a finite number of at least 0");
  CHECK(refusal({"--expect", "e", "--rtol", "inf"}) == "--rtol inf: expected a finite number of at least 0");
}

TEST_CASE("--check takes several files, --output, --threads and --quiet, and nothing else") {
  const Options options = parse({"--check", "a.json", "b.json", "-o", "out.tap", "-j", "2", "-q"});
  CHECK(options.check);
  CHECK(options.inputs == std::vector<std::string>{"a.json", "b.json"});
  CHECK(options.output == "out.tap");
  CHECK(options.request.threads == 2);
  CHECK(options.quiet);
  CHECK(parse({"--check"}).inputs == std::vector<std::string>{"-"});
  const std::string rest = " exclude one another: the case files say what to compute";
  for (const auto& [given, name] :
       std::vector<std::pair<std::vector<const char*>, std::string>>{{{"--dim", "0"}, "--dim"},
                                                                     {{"-l"}, "--log"},
                                                                     {{"-m", "naive"}, "--mode"},
                                                                     {{"-T", "2"}, "--temperature"},
                                                                     {{"--theta", "2"}, "--theta"},
                                                                     {{"--dtype", "float32"}, "--dtype"},
                                                                     {{"--from", "json"}, "--from"},
                                                                     {{"--to", "npy"}, "--to"},
                                                                     {{"--report", "-"}, "--report"},
                                                                     {{"--fail-on", "nan"}, "--fail-on"},
                                                                     {{"--expect", "e"}, "--expect"},
                                                                     {{"--explain", "0"}, "--explain"}}) {
    std::vector<const char*> arguments{"--check", "a.json"};
    arguments.insert(arguments.end(), given.begin(), given.end());
    CHECK(refusal(arguments) == "--check and " + name + rest);
  }
}
