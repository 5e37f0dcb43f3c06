#include <string_view>

#include <fmt/ranges.h>

#include "cli/option_texts.h"
#include "core/formatted.h"
#include "manual/completions.h"

namespace softmax::manual {
namespace {

using cli::Offer;
using cli::OptionText;

constexpr std::string_view zsh_beginning = R"(#compdef softmax
# Completion of softmax for zsh, made from the options that softmax --help prints.

local context state state_descr line
typeset -A opt_args

_arguments -s -S \
)";

/// ":what stands for the value:what offers it"; nothing for a flag. What depends on --explain is left to the end.
std::string zsh_value(const OptionText& option) {
  if (option.value.empty()) return {};
  const auto offer = [&option]() -> std::string {
    if (!option.explained_words.empty()) return "->explainable";
    switch (option.offer) {
      case Offer::nothing:
        return " ";
      case Offer::word:
        return formatted("({})", fmt::join(option.words, " "));
      case Offer::list:
        return formatted(" _values -s , {} {}", option.value, fmt::join(option.words, " "));
      case Offer::file:
        return "_files";
    }
    return {};
  };
  return formatted(":{}:{}", option.value, offer());
}

std::string argument(const OptionText& option) {
  const bool is_flag = option.value.empty();
  const std::string long_name = formatted("{}{}", option.long_name, is_flag ? "" : "=");
  if (option.short_name.empty()) return formatted("'{}[{}]{}'", long_name, option.summary, zsh_value(option));
  const std::string names = formatted("'({} {})'{{{}{},{}}}", option.short_name, option.long_name, option.short_name,
                                      is_flag ? "" : "+", long_name);
  return formatted("{}'[{}]{}'", names, option.summary, zsh_value(option));
}

}  // namespace

std::string zsh_completion() {
  std::string text(zsh_beginning);
  std::string after;
  for (const OptionText& option : cli::option_texts()) {
    text += formatted("  {} \\\n", argument(option));
    if (option.explained_words.empty()) continue;
    after += formatted(
        "\nif [[ $state == explainable ]]; then\n"
        "  if (( ${{words[(I)(-x*|--explain*)]}} )); then\n"
        "    _values {0} {1}\n"
        "  else\n"
        "    _values {0} {2}\n"
        "  fi\n"
        "fi\n",
        option.value, fmt::join(option.explained_words, " "), fmt::join(option.words, " "));
  }
  return text + "  '*:INPUT:_files' && return\n" + after;
}

}  // namespace softmax::manual
