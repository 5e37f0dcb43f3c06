#include <string_view>

#include <fmt/ranges.h>

#include "cli/option_texts.h"
#include "core/formatted.h"
#include "manual/completions.h"

namespace softmax::manual {
namespace {

using cli::Offer;
using cli::OptionText;

std::string fish_value(const OptionText& option) {
  if (option.value.empty()) return {};
  switch (option.offer) {
    case Offer::nothing:
      return " -x";
    case Offer::word:
      return formatted(" -x -a '{}'", fmt::join(option.words, " "));
    case Offer::list:
      return formatted(" -x -a '(__fish_append , {})'", fmt::join(option.words, " "));
    case Offer::file:
      return " -r -F";
  }
  return {};
}

std::string line(const OptionText& option, std::string_view condition, std::string_view value) {
  std::string line = "complete -c softmax";
  if (!condition.empty()) line += formatted(" -n '{}'", condition);
  if (!option.short_name.empty()) line += formatted(" -s {}", option.short_name.substr(1));
  return line + formatted(" -l {}{} -d '{}'\n", option.long_name.substr(2), value, option.summary);
}

}  // namespace

std::string fish_completion() {
  std::string text = "# Completion of softmax for fish, made from the options that softmax --help prints.\n\n";
  for (const OptionText& option : cli::option_texts()) {
    if (option.explained_words.empty()) {
      text += line(option, "", fish_value(option));
    } else {
      text += line(option, "not __fish_contains_opt -s x explain", fish_value(option));
      text += line(option, "__fish_contains_opt -s x explain",
                   formatted(" -x -a '{}'", fmt::join(option.explained_words, " ")));
    }
  }
  return text;
}

}  // namespace softmax::manual
