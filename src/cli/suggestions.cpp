#include "cli/suggestions.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <optional>
#include <system_error>

#include "check/subject.h"
#include "cli/option_table.h"
#include "core/formatted.h"
#include "formats/format.h"

namespace softmax::cli {
namespace {
/// What another program calls something, and what it is here.
struct Alias {
  std::string_view option;  ///< "": the name is that of an option; else the one whose value it is
  std::string_view name;    ///< in lower case, without dashes at its start
  std::string_view meant;   ///< follows "did you mean"
};

constexpr auto aliases = std::to_array<Alias>({
    {"", "axis", "--dim"},
    {"", "axes", "--dim"},
    {"", "along", "--dim"},
    {"", "all", "--dim all"},
    {"", "naive", "--mode naive"},
    {"", "stable", "--mode stable"},
    {"", "temp", "--temperature"},
    {"", "tau", "--temperature"},
    {"", "beta", "--theta"},
    {"", "scale", "--theta"},
    {"", "log-softmax", "--log"},
    {"", "log_softmax", "--log"},
    {"", "logsoftmax", "--log"},
    {"", "format", "--from or --to"},
    {"", "output-format", "--to"},
    {"", "output_format", "--to"},
    {"", "out-format", "--to"},
    {"", "outfmt", "--to"},
    {"", "input-format", "--from"},
    {"", "input_format", "--from"},
    {"", "informat", "--from"},
    {"", "type", "--dtype"},
    {"", "fp16", "--dtype float16"},
    {"", "half", "--dtype float16"},
    {"", "float16", "--dtype float16"},
    {"", "bf16", "--dtype bfloat16"},
    {"", "bfloat16", "--dtype bfloat16"},
    {"", "fp32", "--dtype float32"},
    {"", "float32", "--dtype float32"},
    {"", "float64", "--dtype float64"},
    {"", "double", "--dtype float64"},
    {"", "reshape", "--shape"},
    {"", "key", "--pointer"},
    {"", "path", "--pointer"},
    {"", "field", "--pointer"},
    {"", "member", "--pointer"},
    {"", "jq", "--pointer"},
    {"", "sep", "--delimiter"},
    {"", "separator", "--delimiter"},
    {"", "index-col", "--label-columns 1"},
    {"", "index_col", "--label-columns 1"},
    {"", "names", "--header"},
    {"", "no-header", "--header no"},
    {"", "noheader", "--header no"},
    {"", "decimals", "--precision"},
    {"", "digits", "--precision"},
    {"", "round", "--precision"},
    {"", "silent", "--quiet"},
    {"", "jobs", "--threads"},
    {"", "n-jobs", "--threads"},
    {"", "n_jobs", "--threads"},
    {"", "nproc", "--threads"},
    {"", "tolerance", "--atol"},
    {"", "tol", "--atol"},
    {"", "target", "--expect"},
    {"", "compare", "--expect"},
    {"", "verify", "--expect"},
    {"", "nan", "--missing nan"},
    {"", "na", "--missing nan"},
    {"", "json", "--to json"},
    {"", "csv", "--to csv"},
    {"", "v", "--version"},
    {"--dim", "last", "-1"},
    {"--dim", "first", "0"},
    {"--dim", "none", "all"},
    {"--dim", "*", "all"},
    {"--mode", "textbook", "naive"},
    {"--mode", "unsafe", "naive"},
    {"--mode", "safe", "stable"},
    {"--mode", "max", "stable"},
    {"--dtype", "fp16", "float16"},
    {"--dtype", "f16", "float16"},
    {"--dtype", "half", "float16"},
    {"--dtype", "16", "float16"},
    {"--dtype", "bf16", "bfloat16"},
    {"--dtype", "bfloat", "bfloat16"},
    {"--dtype", "fp32", "float32"},
    {"--dtype", "f32", "float32"},
    {"--dtype", "f4", "float32"},
    {"--dtype", "single", "float32"},
    {"--dtype", "32", "float32"},
    {"--dtype", "float", "float32, which PyTorch means by it, or float64, which Python means"},
    {"--dtype", "fp64", "float64"},
    {"--dtype", "f64", "float64"},
    {"--dtype", "f8", "float64"},
    {"--dtype", "double", "float64"},
    {"--dtype", "64", "float64"},
    {"--from", "numpy", "npy, which numpy.save writes, or text, which NumPy prints"},
    {"--from", "np", "npy, which numpy.save writes, or text, which NumPy prints"},
    {"--from", "torch", "text, which PyTorch prints"},
    {"--from", "pytorch", "text, which PyTorch prints"},
    {"--from", "print", "text"},
    {"--from", "txt", "text"},
    {"--from", "python", "text"},
    {"--from", "ndjson", "jsonl"},
    {"--from", "json-lines", "jsonl"},
    {"--from", "binary", "raw"},
    {"--from", "bin", "raw"},
    {"--to", "text", "torch or numpy, which write what those print"},
    {"--to", "txt", "torch or numpy, which write what those print"},
    {"--to", "print", "torch or numpy, which write what those print"},
    {"--to", "pytorch", "torch"},
    {"--to", "np", "numpy, as NumPy prints, or npy, which numpy.load reads"},
    {"--to", "pt", "npy: torch.from_numpy(numpy.load(file)) reads it"},
    {"--to", "pth", "npy: torch.from_numpy(numpy.load(file)) reads it"},
    {"--to", "npz", "npy"},
    {"--to", "yaml", "json, which every reader of YAML reads"},
    {"--to", "yml", "json, which every reader of YAML reads"},
    {"--to", "ndjson", "jsonl"},
    {"--to", "python", "json"},
    {"--to", "list", "json"},
    {"--header", "true", "yes"},
    {"--header", "1", "yes"},
    {"--header", "infer", "auto"},
    {"--header", "false", "no"},
    {"--header", "none", "no"},
    {"--header", "0", "no"},
    {"--missing", "raise", "error"},
    {"--missing", "na", "nan"},
    {"--fail-on", "inf", "overflow"},
    {"--fail-on", "zero", "underflow"},
    {"--delimiter", "tab", "'\\t'"},
    {"--delimiter", "comma", ","},
    {"--delimiter", "space", "' '"},
    {"--delimiter", "semicolon", "';'"},
});

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return lower;
}

std::string_view without_leading_dashes(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('-'), text.size()));
  return text;
}

/// How many letters have to be added, left out, replaced or swapped with their neighbour to make one word the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({replaced, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

/// The nearest word: one with the typed one at its start, or with few other letters. "" if there is none, or several.
std::string_view nearest(std::string_view typed, const std::vector<std::string_view>& words) {
  constexpr std::size_t maximum_typed = 40;
  constexpr std::size_t minimum_start = 3;
  constexpr std::size_t letters_of_an_edit = 3;
  if (typed.size() > maximum_typed) return {};
  std::string_view best;
  std::size_t least = std::min<std::size_t>(2, typed.size() / letters_of_an_edit) + 1;
  bool is_tie = false;
  for (const std::string_view word : words) {
    const bool is_start = typed.size() >= minimum_start && word.starts_with(typed);
    const std::size_t distance = is_start ? 0 : edit_distance(typed, word);
    if (distance > least || (distance == least && best.empty())) continue;
    is_tie = distance == least && !best.empty();
    least = distance;
    best = word;
  }
  return is_tie ? std::string_view() : best;
}

std::string_view alias_of(std::string_view option, std::string_view name) {
  const auto found = std::find_if(aliases.begin(), aliases.end(),
                                  [&](const Alias& alias) { return alias.option == option && alias.name == name; });
  return found == aliases.end() ? std::string_view() : found->meant;
}

std::string question(std::string_view dashes, std::string_view meant) {
  return meant.empty() ? std::string() : formatted("; did you mean {}{}?", dashes, meant);
}

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

/// Whether the text is numbers, or brackets with a digit after them.
bool looks_like_numbers(std::string_view text) {
  constexpr std::string_view of_numbers = "0123456789+-.,;eE[](){} \t\n";
  if (text.find_first_of("0123456789") == std::string_view::npos) return false;
  if (text.find_first_not_of(of_numbers) == std::string_view::npos) return true;
  const std::size_t bracket = text.find_first_of("[{");
  return bracket != std::string_view::npos && text.find_first_of("0123456789", bracket) != std::string_view::npos &&
         std::string_view("]})").find(text.back()) != std::string_view::npos;
}
}  // namespace

std::string suggested_option(std::string_view typed) {
  const std::string name = in_lower_case(without_leading_dashes(typed.substr(0, typed.find('='))));
  std::vector<std::string_view> names;
  for (const Option& option : option_table()) names.push_back(option.text.long_name.substr(2));
  if (const std::string_view meant = alias_of("", name); !meant.empty()) return question("", meant);
  if (name.size() < 2) return {};
  return question("--", nearest(name, names));
}

std::string suggested_value(std::string_view option, std::string_view typed, std::span<const std::string_view> words) {
  std::string name = in_lower_case(typed);
  for (const std::string_view module : {"torch.", "np.", "numpy.", "jnp.", "jax.numpy.", "tf."}) {
    if (name.starts_with(module)) name.erase(0, module.size());
  }
  if (const std::string_view meant = alias_of(option, name); !meant.empty()) return question("", meant);
  return question("", nearest(name, {words.begin(), words.end()}));
}

bool is_option_elsewhere(std::string_view typed) {
  return !alias_of("", in_lower_case(without_leading_dashes(typed.substr(0, typed.find('='))))).empty();
}

std::string numbers_as_inputs(const std::vector<std::string>& inputs) {
  std::string text;
  for (const std::string& input : inputs) {
    if (exists(input)) return {};
    text += (text.empty() ? "" : " ") + input;
  }
  if (!looks_like_numbers(text)) return {};
  const bool is_plain = text.find_first_not_of("0123456789+-., eE") == std::string::npos;
  return formatted("there is no file {}; numbers go to standard input: echo {} | softmax", inputs.front(),
                   is_plain ? text : check::shell_word(text));
}

std::string several_inputs(const std::vector<std::string>& inputs) {
  const std::string found = formatted("expected one INPUT, found \"{}\" after \"{}\"", inputs[1], inputs[0]);
  const bool is_output = inputs.size() == 2 && !exists(inputs[1]) && formats::format_by_ending(inputs[1]);
  if (is_output) return formatted("{}; -o {} writes the result there", found, check::shell_word(inputs[1]));
  std::string files;
  const std::optional<formats::Format> format = formats::format_by_ending(inputs[0]);
  bool is_one_format = format.has_value() && formats::row(*format).holds_sequence;
  for (const std::string& input : inputs) {
    files += (files.empty() ? "" : " ") + check::shell_word(input);
    is_one_format = is_one_format && formats::format_by_ending(input) == format;
  }
  if (is_one_format) {
    return formatted("{}; one after another: cat {} | softmax --from {}", found, files, formats::name(*format));
  }
  return formatted("{}; one after another: for file in {}; do softmax \"$file\"; done", found, files);
}
}  // namespace softmax::cli
