#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace softmax::cli {
struct Options;

/// What a shell offers for the value of an option: nothing, one of its words, a list of them with commas, or files.
enum class Offer { nothing, word, list, file };

/// Where an option needs the format that takes it (formats::family_taking).
enum class Place { anywhere, input, input_or_output, input_and_output };

using Words = std::vector<std::string_view>;

inline Words no_words() { return {}; }

/// What is said about an option.
struct OptionText {
  std::string_view short_name;          ///< "-d"; empty when there is none
  std::string_view long_name;           ///< "--dim"
  std::string_view value = {};          ///< the placeholder of its value, "D"; empty for a flag
  std::string_view summary = {};        ///< a few words for shells; no shell has to quote any character of them
  std::string_view details = {};        ///< follows the summary elsewhere; {} and {explained} are the lists of words
  std::string_view default_value = {};  ///< what holds without the option; empty where that is obvious
};

/// All about an option, for --help, the manual page, the completions of shells and the parser.
struct Option {
  OptionText text;
  Offer offer = Offer::nothing;
  Words (*words)() = no_words;                      ///< the values, where they are a fixed set
  Words (*explained_words)() = no_words;            ///< the values with --explain, where those are others
  std::string_view needs = {};                      ///< another option that must be given with it
  std::span<const std::string_view> excludes = {};  ///< options that must not be given with it
  Place place = Place::anywhere;
  bool is_repeated = false;      ///< it says how INPUT is read, so the commands in explanations repeat it
  bool goes_with_check = false;  ///< --check allows it
  void (*apply)(const std::string& value, Options& options) = nullptr;  ///< parses the value; throws Error
};

/// Every option, in the order of --help.
std::span<const Option> option_table();

/// The option with this long name, which must exist.
const Option& option_named(std::string_view long_name);

/// What is said about INPUT.
inline constexpr std::string_view input_text = "A file, or - for standard input (the default); several with --check";

/// Summary and details, with the words of the option.
std::string description(const Option& option);

/// Description and default in a line: "What it is: how; default: this".
std::string help_line(const Option& option);
}  // namespace softmax::cli
