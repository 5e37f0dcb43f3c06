#include <string_view>
#include <vector>

#include <fmt/ranges.h>

#include "cli/option_texts.h"
#include "core/formatted.h"
#include "manual/completions.h"

namespace softmax::manual {
namespace {

using cli::Offer;
using cli::OptionText;

constexpr std::string_view bash_beginning =
    R"(# Completion of softmax for bash, made from the options that softmax --help prints.

_softmax() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} i
  local words='' head='' files='' explains=''
  # The = of --mode=naive is a word of its own here.
  if [[ $word == = ]]; then
    word=
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < ${#COMP_WORDS[@]}; ++i)); do
    case ${COMP_WORDS[i]} in
      -x* | --explain) explains=1 ;;
      --) if ((i < COMP_CWORD)); then option=--; break; fi ;;
    esac
  done
  COMPREPLY=()
  case $option in
    --) files=1 ;;
)";

constexpr std::string_view bash_end = R"(  esac
  if [[ $files ]]; then
    compopt -o default
  else
    # shellcheck disable=SC2207 # no word has a blank
    COMPREPLY=($(compgen -P "$head" -W "$words" -- "${word#"$head"}"))
  fi
}

complete -F _softmax softmax
)";

std::vector<std::string_view> names(const OptionText& option) {
  if (option.short_name.empty()) return {option.long_name};
  return {option.short_name, option.long_name};
}

/// What is done for the value of an option.
std::string bash_value(const OptionText& option) {
  switch (option.offer) {
    case Offer::nothing:
      return "return";
    case Offer::file:
      return "files=1";
    case Offer::list:
      return formatted("words='{}' head=${{word%\"${{word##*,}}\"}}", fmt::join(option.words, " "));
    case Offer::word:
      break;
  }
  const std::string words = formatted("words='{}'", fmt::join(option.words, " "));
  if (option.explained_words.empty()) return words;
  return formatted("if [[ $explains ]]; then words='{}'; else {}; fi", fmt::join(option.explained_words, " "), words);
}

}  // namespace

std::string bash_completion() {
  std::string text(bash_beginning);
  std::vector<std::string_view> all;
  for (const OptionText& option : cli::option_texts()) {
    const std::vector<std::string_view> these = names(option);
    all.insert(all.end(), these.begin(), these.end());
    if (!option.value.empty()) text += formatted("    {}) {} ;;\n", fmt::join(these, " | "), bash_value(option));
  }
  text += formatted("    *) if [[ $word == -* ]]; then words='{}'; else files=1; fi ;;\n", fmt::join(all, " "));
  return text.append(bash_end);
}

}  // namespace softmax::manual
