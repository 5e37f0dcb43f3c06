#include "cli/option_table.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "cli/options.h"
#include "cli/values.h"
#include "core/dtype.h"
#include "core/formatted.h"
#include "derive/forms.h"
#include "formats/format.h"

namespace softmax::cli {
namespace {
constexpr long maximum_digits = 1074;  // no double has more digits after the point
constexpr long maximum_labels = 1000000;

Words mode_words() { return {"stable", "naive"}; }
Words nonfinite_words() { return {"literal", "null"}; }
Words header_words() { return {"auto", "yes", "no"}; }
Words missing_words() { return {"nan", "error"}; }
Words dtype_words() {
  Words words;
  for (const Dtype dtype : every_dtype()) words.push_back(name(dtype));
  return words;
}

Words derivation_words() { return {derive::form_names.begin(), derive::form_names.end()}; }

std::optional<derive::Form> derivation_named(std::string_view name) {
  const auto& names = derive::form_names;
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<derive::Form>(found - names.begin());
}

formats::HeaderRule header_rule(std::string_view word) {
  if (word == "yes") return formats::HeaderRule::yes;
  return word == "no" ? formats::HeaderRule::no : formats::HeaderRule::automatic;
}

check::Tolerance& tolerance_of(Options& options) {
  std::optional<check::Tolerance>& tolerance = options.expect->tolerance;
  return tolerance ? *tolerance : tolerance.emplace();
}

constexpr auto theta = std::to_array<std::string_view>({"--theta"});
constexpr auto label_columns = std::to_array<std::string_view>({"--label-columns"});
constexpr auto not_explained = std::to_array<std::string_view>({"--keep", "--nonfinite"});

constexpr auto table = std::to_array<Option>({
    {.text = {"-l", "--log", "", "Log-softmax instead of softmax", "", "softmax"},
     .apply = [](auto&, auto& options) { options.request.operation = Operation::log_softmax; }},
    {.text = {"-d", "--dim", "D", "The dim that is normalised",
              ": an integer (negative ones count from the end), a list such as 0,2 (jointly), or all", "-1"},
     .apply = [](auto& value, auto& options) { options.request.dims = parse_dims(value); }},
    {.text = {"-m", "--mode", "stable|naive", "The form that is computed",
              ": stable overflows for no finite input; naive is exp(x)/sum as the textbook writes it, every step "
              "rounded to the dtype",
              "stable"},
     .offer = Offer::word,
     .words = mode_words,
     .apply = [](auto& value, auto& options) { options.request.mode = value == "naive" ? Mode::naive : Mode::stable; }},
    {.text = {"-T", "--temperature", "T", "x/T before the exponential", "; finite and above 0", "1"},
     .excludes = theta,
     .apply = [](auto& value, auto& options) { options.request.scale = parse_temperature(value); }},
    {.text = {"", "--theta", "THETA", "THETA*x before the exponential", "; finite; not together with -T", "1"},
     .apply = [](auto& value, auto& options) { options.request.scale = parse_theta(value); }},
    {.text = {"", "--dtype", "TYPE", "The type of the arithmetic and of the result", ": {}",
              "what the input names, else float64"},
     .offer = Offer::word,
     .words = dtype_words,
     .apply = [](auto& value, auto& options) { options.read.dtype = dtype_named(value); }},
    {.text = {"", "--shape", "3,2", "Read the elements as this shape", ", row-major; one -1 is worked out", "as read"},
     .is_repeated = true,
     .apply = [](auto& value, auto& options) { options.read.shape = parse_shape(value); }},
    {.text = {"-f", "--from", "FORMAT", "The format of the input", ": {}; text is what libraries print", "detected"},
     .offer = Offer::word,
     .words = formats::readable_names,
     .is_repeated = true,
     .apply = [](auto& value, auto& options) { options.read.format = formats::format_named(value); }},
    {.text = {"-t", "--to", "FORMAT", "The format of the output",
              ": {}; torch and numpy write what those print; with --explain {explained}",
              "the ending of -o; else as the input; for prints torch when they say tensor, else numpy"},
     .offer = Offer::word,
     .words = formats::writable_names,
     .explained_words = derivation_words,
     .apply =
         [](auto& value, auto& options) {
           options.to = formats::format_named(value);
           options.explain_as = derivation_named(value);
         }},
    {.text = {"-o", "--output", "FILE", "Where the result goes",
              ", whole or not at all; may be the input itself; - is standard output", "standard output"},
     .offer = Offer::file,
     .goes_with_check = true,
     .apply = [](auto& value, auto& options) { options.output = value; }},
    {.text = {"-p", "--precision", "N", "N digits after the point", ", in every format but npy",
              "the fewest digits that read back the same; torch and numpy: as those print"},
     .apply =
         [](auto& value, auto& options) {
           options.write.precision = static_cast<int>(parse_whole("--precision", value, 0, maximum_digits));
         }},
    {.text = {"", "--nonfinite", "literal|null", "How NaN and infinities are written in JSON",
              ": as NaN, Infinity and -Infinity, which Python's json reads, or as null", "literal"},
     .offer = Offer::word,
     .words = nonfinite_words,
     .apply =
         [](auto& value, auto& options) {
           options.write.nonfinite = value == "null" ? formats::Nonfinite::null : formats::Nonfinite::literal;
         }},
    {.text = {"", "--pointer", "P", "The member of each JSON document to read", " (RFC 6901), such as /logits",
              "all of it; of an object shape and data, else its one array of numbers"},
     .place = Place::input,
     .is_repeated = true,
     .apply = [](auto& value, auto& options) { options.read.pointer = value; }},
    {.text = {"", "--keep", "", "Keep the JSON document around the tensor",
              ": it is written unchanged, with the result in place of the tensor", "the tensor alone"},
     .place = Place::input_and_output,
     .apply = [](auto&, auto& options) { options.read.keep = options.write.keep = true; }},
    {.text = {"", "--header", "auto|yes|no", "Whether a CSV file starts with a header", "", "auto"},
     .offer = Offer::word,
     .words = header_words,
     .place = Place::input,
     .is_repeated = true,
     .apply = [](auto& value, auto& options) { options.read.header = header_rule(value); }},
    {.text = {"", "--columns", "LIST", "The columns of a CSV file that are numbers",
              ": names, or numbers from 1 such as 2,4-6 or 3-, with commas between them; the others pass through",
              "all, but for an index that is found"},
     .excludes = label_columns,
     .place = Place::input,
     .is_repeated = true,
     .apply = [](auto& value, auto& options) { options.read.columns = value; }},
    {.text = {"", "--label-columns", "N", "N leading columns of a CSV file pass through", "; short for --columns",
              "0, or 1 where an index is found"},
     .place = Place::input,
     .is_repeated = true,
     .apply =
         [](auto& value, auto& options) {
           options.read.label_columns =
               static_cast<std::size_t>(parse_whole("--label-columns", value, 0, maximum_labels));
         }},
    {.text = {"", "--delimiter", "C", "The delimiter between the cells of a CSV file",
              ": one byte; \\t is a tab, a blank means runs of blanks", "tab, ; or , as in line 1, else blanks"},
     .place = Place::input_or_output,
     .is_repeated = true,
     .apply = [](auto& value,
                 auto& options) { options.read.delimiter = options.write.delimiter = parse_delimiter(value); }},
    {.text = {"", "--missing", "nan|error", "What a missing number is in CSV and JSON",
              ": NaN or an error; missing are an empty cell, a word such as NA or None, and null in JSON", "error"},
     .offer = Offer::word,
     .words = missing_words,
     .place = Place::input,
     .is_repeated = true,
     .apply =
         [](auto& value, auto& options) {
           options.read.missing = value == "nan" ? formats::Missing::nan : formats::Missing::error;
         }},
    {.text = {"", "--report", "FILE", "The account as strict JSON",
              "; - writes it to standard output in place of the tensor"},
     .offer = Offer::file,
     .apply = [](auto& value, auto& options) { options.report = value; }},
    {.text = {"-q", "--quiet", "", "No account on standard error",
              "; errors are always reported, and that every result is 1"},
     .goes_with_check = true,
     .apply = [](auto&, auto& options) { options.quiet = true; }},
    {.text = {"-j", "--threads", "N", "Worker threads", "; the result is the same to the bit for every N", "all cores"},
     .goes_with_check = true,
     .apply =
         [](auto& value, auto& options) {
           options.request.threads =
               threads_for(static_cast<unsigned>(parse_whole("--threads", value, 1, maximum_threads)));
         }},
    {.text = {"", "--fail-on", "LIST", "Exit with status 1 when the result has one of LIST",
              ": {}, or several with commas between them"},
     .offer = Offer::list,
     .words = fail_on_words,
     .apply = [](auto& value, auto& options) { options.fail_on = parse_fail_on(value); }},
    {.text = {"-e", "--expect", "FILE", "Compare the result with what FILE says",
              ", in any format, by the digits that it prints; exit with status 1 when they disagree, and say why"},
     .offer = Offer::file,
     .apply =
         [](auto& value, auto& options) {
           options.expect.emplace().path = value;
           options.read.digits = true;
         }},
    {.text = {"", "--expect-from", "FORMAT", "The format of the expected FILE", ": {}; --from says nothing about it",
              "detected"},
     .offer = Offer::word,
     .words = formats::readable_names,
     .needs = "--expect",
     .apply = [](auto& value, auto& options) { options.expect->from = formats::format_named(value); }},
    {.text = {"", "--expect-pointer", "P", "The member of the expected FILE to read", ", as --pointer",
              "that of --pointer, where FILE has it"},
     .needs = "--expect",
     .apply = [](auto& value, auto& options) { options.expect->pointer = value; }},
    {.text = {"", "--atol", "A", "Absolute tolerance for --expect",
              ": |result - expected| <= A + R |expected| instead of the digits"},
     .needs = "--expect",
     .apply = [](auto& value, auto& options) { tolerance_of(options).absolute = parse_tolerance("--atol", value); }},
    {.text = {"", "--rtol", "R", "Relative tolerance for --expect", ", the R of --atol; one alone leaves the other 0"},
     .needs = "--expect",
     .apply = [](auto& value, auto& options) { tolerance_of(options).relative = parse_tolerance("--rtol", value); }},
    {.text = {"-x", "--explain", "INDEX", "Derive one element step by step",
              ", in place of the tensor: an integer for each dim, such as 0,0,0 (negative ones count from the end)"},
     .excludes = not_explained,
     .apply = [](auto& value, auto& options) { options.explain.emplace().index = parse_index(value); }},
    {.text = {"", "--check", "", "Run the INPUTs as case files",
              ", and write the results as TAP, which prove reads; exit with status 1 when any case fails"},
     .goes_with_check = true,
     .apply = [](auto&, auto& options) { options.check = true; }},
    {.text = {"-h", "--help", "", "Print the options and exit"}},
    {.text = {"", "--version", "", "Print the version and exit", ", with the commit and the instruction set in use"}},
});

/// "a, b or c"
std::string alternatives(const Words& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

void replace_once(std::string& text, std::string_view place, const Words& words) {
  const std::size_t at = text.find(place);
  if (at != std::string::npos) text.replace(at, place.size(), alternatives(words));
}
}  // namespace

std::span<const Option> option_table() { return table; }

const Option& option_named(std::string_view long_name) {
  return *std::find_if(table.begin(), table.end(),
                       [long_name](const Option& option) { return option.text.long_name == long_name; });
}

std::string description(const Option& option) {
  std::string text = formatted("{}{}", option.text.summary, option.text.details);
  replace_once(text, "{}", option.words());
  replace_once(text, "{explained}", option.explained_words());
  return text;
}

std::string help_line(const Option& option) {
  std::string line = description(option);
  if (!option.text.default_value.empty()) line += formatted("; default: {}", option.text.default_value);
  return line;
}
}  // namespace softmax::cli
