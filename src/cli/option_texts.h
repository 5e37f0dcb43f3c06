#pragma once

#include <span>
#include <string>
#include <string_view>

namespace softmax::cli {

/// What a shell offers for the value of an option: nothing, one of its words, a list of them with commas between, or
/// the names of files.
enum class Offer { nothing, word, list, file };

/// What is said of an option: the one source of --help, the manual page and the completions of shells.
struct OptionText {
  std::string_view short_name;     ///< "-d"; empty when there is none
  std::string_view long_name;      ///< "--dim"
  std::string_view value;          ///< what stands for its value, "D"; empty for a flag
  std::string_view summary;        ///< a few words for shells; nothing in them has to be quoted
  std::string_view details;        ///< what follows the summary elsewhere, with the sign or blank before it
  std::string_view default_value;  ///< what holds without the option; empty where that goes without saying
  Offer offer = Offer::nothing;
  std::span<const std::string_view> words = {};            ///< the values there are, where they are a fixed set
  std::span<const std::string_view> explained_words = {};  ///< those there are in their place beside --explain
};

/// Every option, in the order in which they are told.
std::span<const OptionText> option_texts();

/// The option with this long name, which must be one.
const OptionText& option_text(std::string_view long_name);

/// What is said of INPUT.
inline constexpr std::string_view input_text = "A file, or - for standard input (the default); several with --check";

/// Summary, details and default in a line: "What it is: how; default: this".
std::string help_line(const OptionText& option);

}  // namespace softmax::cli
