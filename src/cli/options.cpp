#include "cli/options.h"

#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include "cli/files.h"
#include "cli/help.h"
#include "cli/option_texts.h"
#include "cli/values.h"
#include "core/error.h"
#include "core/formatted.h"

namespace softmax::cli {
namespace {

constexpr long most_digits = 1074;  // no double has more digits after the point
constexpr long most_labels = 1000000;

/// The options as they were typed; nothing where an option was not given.
struct Typed {
  std::optional<std::string> input, dim, mode, temperature, theta, dtype, shape, from, to, output, precision, nonfinite,
      pointer, header, label_columns, delimiter, report, threads, fail_on, expect, atol, rtol, explain;
  bool log = false;
  bool keep = false;
  bool quiet = false;
  bool check = false;
};

formats::Format parse_format(std::string_view option, const std::string& value,
                             const std::vector<std::string_view>& choices) {
  return {choices[parse_choice(option, value, choices)]};
}

std::string names(const OptionText& text) {
  return text.short_name.empty() ? std::string(text.long_name) : formatted("{},{}", text.short_name, text.long_name);
}

/// The value, which must be one of the words of the option.
std::string_view parse_word(std::string_view option, const std::string& value) {
  const auto words = option_text(option).words;
  return words[parse_choice(option, value, {words.begin(), words.end()})];
}

formats::HeaderRule header_rule(std::string_view word) {
  if (word == "yes") return formats::HeaderRule::yes;
  return word == "no" ? formats::HeaderRule::no : formats::HeaderRule::automatic;
}

/// Declares every option.
void declare(CLI::App& app, Typed& typed) {
  app.add_option("INPUT", typed.input)->type_name("");
  app.allow_extras();  // a vector of INPUTs would take "[x,y]" for two

  // The last of a repeated option counts, as in other commands.
  const auto option = [&app](std::string_view long_name, std::optional<std::string>& value) {
    const OptionText& text = option_text(long_name);
    app.add_option(names(text), value)
        ->type_name(std::string(text.value))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  };
  const auto flag = [&app](std::string_view long_name, bool& value) {
    app.add_flag(names(option_text(long_name)), value)->disable_flag_override();  // no --log=no
  };
  flag("--log", typed.log);
  option("--dim", typed.dim);
  option("--mode", typed.mode);
  option("--temperature", typed.temperature);
  option("--theta", typed.theta);
  option("--dtype", typed.dtype);
  option("--shape", typed.shape);
  option("--from", typed.from);
  option("--to", typed.to);
  option("--output", typed.output);
  option("--precision", typed.precision);
  option("--nonfinite", typed.nonfinite);
  option("--pointer", typed.pointer);
  flag("--keep", typed.keep);
  option("--header", typed.header);
  option("--label-columns", typed.label_columns);
  option("--delimiter", typed.delimiter);
  option("--report", typed.report);
  flag("--quiet", typed.quiet);
  option("--threads", typed.threads);
  option("--fail-on", typed.fail_on);
  option("--expect", typed.expect);
  option("--atol", typed.atol);
  option("--rtol", typed.rtol);
  option("--explain", typed.explain);
  flag("--check", typed.check);
  app.set_help_flag(names(option_text("--help")));
  app.set_version_flag(names(option_text("--version")), version);
}

constexpr std::string_view hint = "softmax --help lists the options";

/// Every INPUT. Throws Error for what looks like an option that does not exist.
std::vector<std::string> inputs_of(const CLI::App& app, const Typed& typed) {
  std::vector<std::string> inputs;
  if (typed.input) inputs.push_back(*typed.input);
  bool are_all_inputs = false;  // behind "--"
  for (const std::string& extra : app.remaining()) {
    if (extra == "--" && !are_all_inputs) {
      are_all_inputs = true;
      continue;
    }
    if (extra.starts_with('-') && extra != "-" && !are_all_inputs)
      throw Error(formatted("there is no option {}; {}", extra, hint));
    inputs.push_back(extra);
  }
  return inputs;
}

/// -log would be -l -o g: a long option's name behind a single dash is taken for what it was meant to be.
void refuse_single_dashes(const CLI::App& app, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") return;
    if (word.size() < 3 || word[0] != '-' || word[1] == '-') continue;
    const std::string meant = formatted("-{}", word.substr(0, word.find('=')));
    if (app.get_option_no_throw(meant) == nullptr) continue;
    throw Error(formatted("there is no option {}; {} is meant?", word, meant));
  }
}

/// CLI11's errors in the words of the other messages.
[[noreturn]] void refuse(const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    if (std::string_view(error.what()).find("flag override") != std::string_view::npos) {
      throw Error(formatted("an option that takes no value was given one with =; {}", hint));
    }
    // CLI11 begins its text with the option's name.
    const std::string text = error.what();
    throw Error(formatted("{} needs a value; {}", text.substr(0, text.find(':')), hint));
  }
  throw Error(formatted("{}; {}", error.what(), hint));
}

void understand_reading(const Typed& typed, formats::ReadOptions& options) {
  if (typed.from) options.format = parse_format("--from", *typed.from, formats::readable_names());
  if (typed.dtype) {
    options.dtype = dtype_named(*typed.dtype);
    if (!options.dtype) throw Error(formatted("--dtype {}: expected one of {}", *typed.dtype, dtype_names()));
  }
  if (typed.shape) options.shape = parse_shape(*typed.shape);
  options.pointer = typed.pointer;
  options.keep = typed.keep;
  if (typed.header) options.header = header_rule(parse_word("--header", *typed.header));
  if (typed.label_columns) {
    options.label_columns =
        static_cast<std::size_t>(parse_whole("--label-columns", *typed.label_columns, 0, most_labels));
  }
  if (typed.delimiter) options.delimiter = parse_delimiter(*typed.delimiter);
}

/// What a command that reads the same input has to repeat.
std::vector<std::string> reading_words(const Typed& typed) {
  std::vector<std::string> words;
  const auto add = [&words](std::string_view option, const std::optional<std::string>& value) {
    if (value) words.insert(words.end(), {std::string(option), *value});
  };
  add("--from", typed.from);
  add("--shape", typed.shape);
  add("--pointer", typed.pointer);
  add("--header", typed.header);
  add("--label-columns", typed.label_columns);
  add("--delimiter", typed.delimiter);
  return words;
}

void understand_checking(const Typed& typed, Options& options) {
  options.expect = typed.expect;
  options.reading_words = reading_words(typed);
  options.read.digits = typed.expect.has_value();
  if (!typed.expect && (typed.atol || typed.rtol)) {
    throw Error(formatted("{} needs --expect FILE, the print to compare with", typed.atol ? "--atol" : "--rtol"));
  }
  if (typed.expect == "-" && options.input == "-") {
    throw Error("--expect - and INPUT both read standard input: give one of them a file");
  }
  if (!typed.atol && !typed.rtol) return;
  options.tolerance.emplace();
  if (typed.atol) options.tolerance->absolute = parse_tolerance("--atol", *typed.atol);
  if (typed.rtol) options.tolerance->relative = parse_tolerance("--rtol", *typed.rtol);
}

unsigned threads_of(const Typed& typed) {
  if (!typed.threads) return threads_for(std::nullopt);
  return threads_for(static_cast<unsigned>(parse_whole("--threads", *typed.threads, 1, most_threads)));
}

void understand_request(const Typed& typed, Request& request) {
  if (typed.log) request.operation = Operation::log_softmax;
  if (typed.dim) request.dims = parse_dims(*typed.dim);
  if (typed.mode) request.mode = parse_word("--mode", *typed.mode) == "naive" ? Mode::naive : Mode::stable;
  if (typed.temperature && typed.theta) throw Error("--temperature and --theta exclude one another: give one of them");
  if (typed.temperature) request.scale = parse_temperature(*typed.temperature);
  if (typed.theta) request.scale = parse_theta(*typed.theta);
  request.threads = threads_of(typed);
}

/// --explain with the options that it changes the meaning of, or that it excludes.
void understand_explaining(const Typed& typed, Options& options) {
  Explain explain;
  explain.index = parse_index(*typed.explain);
  if (typed.to) {
    const std::vector<std::string_view> choices(derive::form_names.begin(), derive::form_names.end());
    explain.format = static_cast<derive::Form>(parse_choice("--explain with --to", *typed.to, choices));
  } else if (typed.output) {
    explain.format = derive::form_by_ending(*typed.output).value_or(derive::Form::text);
  }
  const auto refuse_beside = [](bool is_given, std::string_view option) {
    if (is_given) throw Error(formatted("--explain and {} exclude one another: give one of them", option));
  };
  refuse_beside(typed.keep, "--keep");
  refuse_beside(typed.report == "-", "--report -");
  refuse_beside(typed.nonfinite.has_value(), "--nonfinite");
  options.explain = explain;
}

/// The format of the tensor. Those of an explanation alone are known by name.
formats::Format parse_to(const std::string& value) {
  const std::vector<std::string_view> choices = formats::writable_names();
  const auto& explained = derive::form_names;
  const bool is_explained = std::find(explained.begin(), explained.end(), value) != explained.end();
  if (is_explained && std::find(choices.begin(), choices.end(), value) == choices.end()) {
    throw Error(formatted("--to {} is for --explain; expected one of {}", value, fmt::join(choices, ", ")));
  }
  return parse_format("--to", value, formats::writable_names());
}

/// --check stands almost alone: what to compute stands in the case files.
void understand_case_files(const CLI::App& app, const Typed& typed, Options& options) {
  constexpr std::array<std::string_view, 5> allowed = {"--check", "--output", "--threads", "--quiet", "INPUT"};
  for (const CLI::Option* option : app.parse_order()) {
    const std::string name = option->get_name();
    if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
    throw Error(formatted("--check and {} exclude one another: what to compute stands in the case files", name));
  }
  options.output = typed.output;
  options.quiet = typed.quiet;
  options.request.threads = threads_of(typed);
}

void understand_writing(const Typed& typed, Options& options) {
  if (typed.explain) {
    understand_explaining(typed, options);
  } else if (typed.to) {
    options.to = parse_to(*typed.to);
  }
  if (typed.precision) {
    options.write.precision = static_cast<int>(parse_whole("--precision", *typed.precision, 0, most_digits));
  }
  if (typed.nonfinite) {
    const bool is_null = parse_word("--nonfinite", *typed.nonfinite) == "null";
    options.write.nonfinite = is_null ? formats::Nonfinite::null : formats::Nonfinite::literal;
  }
  options.write.keep = typed.keep;
  if (typed.delimiter) options.write.delimiter = parse_delimiter(*typed.delimiter);
}

/// What the typed options mean together.
Options understood(const CLI::App& app, const Typed& typed) {
  Options options;
  options.inputs = inputs_of(app, typed);
  options.has_input = !options.inputs.empty();
  if (!options.has_input) options.inputs = {"-"};
  options.check = typed.check;
  if (typed.check) {
    understand_case_files(app, typed, options);
    return options;
  }
  if (options.inputs.size() > 1) {
    throw Error(formatted("expected one INPUT, found \"{}\" after \"{}\"; only --check takes several",
                          options.inputs[1], options.inputs[0]));
  }
  options.input = options.inputs.front();
  options.output = typed.output;
  options.report = typed.report;
  options.quiet = typed.quiet;
  if (typed.fail_on) options.fail_on = parse_fail_on(*typed.fail_on);
  understand_reading(typed, options.read);
  understand_request(typed, options.request);
  options.read.threads = options.request.threads;
  understand_writing(typed, options);
  understand_checking(typed, options);
  return options;
}

}  // namespace

Options parse_options(int argc, const char* const* argv) {
  CLI::App app("", "softmax");
  Typed typed;
  declare(app, typed);
  refuse_single_dashes(app, argc, argv);
  Options options;
  try {
    app.parse(argc, argv);
    options = understood(app, typed);
  } catch (const CLI::CallForHelp&) {
    options.text = help(app);
  } catch (const CLI::CallForVersion&) {
    options.text = version_text();
  } catch (const CLI::ParseError& error) {
    refuse(error);
  }
  refuse_replaced_files(options);
  return options;
}

}  // namespace softmax::cli
