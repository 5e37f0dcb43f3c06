#include "cli/option_texts.h"

#include <algorithm>
#include <array>

#include "core/formatted.h"
#include "derive/forms.h"

namespace softmax::cli {
namespace {

constexpr auto modes = std::to_array<std::string_view>({"stable", "naive"});
constexpr auto dtypes = std::to_array<std::string_view>({"float16", "bfloat16", "float32", "float64"});
constexpr auto input_formats = std::to_array<std::string_view>({"json", "jsonl", "csv", "tsv", "npy", "text"});
constexpr auto output_formats =
    std::to_array<std::string_view>({"json", "jsonl", "csv", "tsv", "npy", "torch", "numpy"});
constexpr auto nonfinite_forms = std::to_array<std::string_view>({"literal", "null"});
constexpr auto header_rules = std::to_array<std::string_view>({"auto", "yes", "no"});
constexpr auto troubles = std::to_array<std::string_view>({"nan", "overflow", "underflow"});

constexpr auto texts = std::to_array<OptionText>({
    {"-l", "--log", "", "Log-softmax instead of softmax", "", "softmax"},
    {"-d", "--dim", "D", "The dim that is normalised",
     ": an integer (negative ones count from the end), a list such as 0,2 (jointly), or all", "-1"},
    {"-m", "--mode", "stable|naive", "The form that is computed",
     ": stable overflows for no finite input; naive is exp(x)/sum as the textbook writes it, every step rounded to the "
     "dtype",
     "stable", Offer::word, modes},
    {"-T", "--temperature", "T", "x/T before the exponential", "; finite and above 0", "1"},
    {"", "--theta", "THETA", "THETA*x before the exponential", "; finite; not together with -T", "1"},
    {"", "--dtype", "TYPE", "The type of the arithmetic and of the result", ": float16, bfloat16, float32 or float64",
     "what the input names, else float64", Offer::word, dtypes},
    {"", "--shape", "3,2", "Read the elements as this shape", ", row-major; one -1 is worked out", "as read"},
    {"-f", "--from", "FORMAT", "The format of the input",
     ": json, jsonl, csv, tsv, npy, or text (what libraries print)", "detected", Offer::word, input_formats},
    {"-t", "--to", "FORMAT", "The format of the output",
     ": json, jsonl, csv, tsv, npy, or torch or numpy, as those print a tensor; with --explain text, markdown, latex "
     "or "
     "json",
     "the ending of -o; else as the input; for prints torch when they say tensor, else numpy", Offer::word,
     output_formats, derive::form_names},
    {"-o", "--output", "FILE", "Where the result goes",
     ", whole or not at all; may be the input itself; - is standard output", "standard output", Offer::file},
    {"-p", "--precision", "N", "N digits after the point", ", in every format but npy",
     "the fewest digits that read back the same; torch and numpy: as those print"},
    {"", "--nonfinite", "literal|null", "How NaN and infinities stand in JSON",
     ": as NaN, Infinity and -Infinity, which Python's json reads, or as null", "literal", Offer::word,
     nonfinite_forms},
    {"", "--pointer", "P", "The member of each JSON document to read", " (RFC 6901), such as /logits",
     "all of it; of an object shape and data, else its one array of numbers"},
    {"", "--keep", "", "Keep the JSON document around the tensor",
     ": it goes out as it came, with the result in the tensor's place", "the tensor alone"},
    {"", "--header", "auto|yes|no", "Whether a CSV file begins with a header", "", "auto", Offer::word, header_rules},
    {"", "--label-columns", "N", "N leading columns of a CSV file pass through", "", "0"},
    {"", "--delimiter", "C", "What stands between the cells of a CSV file",
     ": one byte; \\t is a tab, a blank means runs of blanks", "tab, ; or , as in line 1, else blanks"},
    {"", "--report", "FILE", "The account as strict JSON", "; - puts it on standard output in place of the tensor", "",
     Offer::file},
    {"-q", "--quiet", "", "No account on standard error", "; errors are never silenced", ""},
    {"-j", "--threads", "N", "Worker threads", "; the result is the same to the bit for every N", "all cores"},
    {"", "--fail-on", "LIST", "Exit with status 1 when the result has one of LIST", ": of nan, overflow, underflow", "",
     Offer::list, troubles},
    {"-e", "--expect", "FILE", "Compare the result with what FILE says",
     ", in any format, by the digits that it prints; exit with status 1 when they disagree, and say why", "",
     Offer::file},
    {"", "--atol", "A", "Absolute tolerance for --expect",
     ": |result - expected| <= A + R |expected| in the place of the digits", ""},
    {"", "--rtol", "R", "Relative tolerance for --expect", ", the R of --atol; one alone leaves the other 0", ""},
    {"-x", "--explain", "INDEX", "Derive one element step by step",
     ", in place of the tensor: an integer for each dim, such as 0,0,0 (negative ones count from the end)", ""},
    {"", "--check", "", "Run the INPUTs as case files",
     ", and answer in the form that prove reads (TAP); exit with status 1 when any fails", ""},
    {"-h", "--help", "", "Print the options and exit", "", ""},
    {"", "--version", "", "Print the version and exit", ", with the commit and the instruction set in use", ""},
});

}  // namespace

std::span<const OptionText> option_texts() { return texts; }

const OptionText& option_text(std::string_view long_name) {
  return *std::find_if(texts.begin(), texts.end(),
                       [long_name](const OptionText& text) { return text.long_name == long_name; });
}

std::string help_line(const OptionText& option) {
  std::string line = formatted("{}{}", option.summary, option.details);
  if (!option.default_value.empty()) line += formatted("; default: {}", option.default_value);
  return line;
}

}  // namespace softmax::cli
