#include <string_view>
#include <vector>

#include <fmt/ranges.h>

#include "cli/option_table.h"
#include "core/formatted.h"
#include "manual/manual.h"

namespace softmax::manual {
namespace {
using cli::Offer;
using cli::Option;

std::string joined(const cli::Words& words) { return formatted("{}", fmt::join(words, " ")); }

// ---- bash

constexpr std::string_view bash_start =
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

std::vector<std::string_view> names(const Option& option) {
  if (option.text.short_name.empty()) return {option.text.long_name};
  return {option.text.short_name, option.text.long_name};
}

/// What is done for the value of an option.
std::string bash_value(const Option& option) {
  switch (option.offer) {
    case Offer::nothing:
      return "return";
    case Offer::file:
      return "files=1";
    case Offer::list:
      return formatted("words='{}' head=${{word%\"${{word##*,}}\"}}", joined(option.words()));
    case Offer::word:
      break;
  }
  const std::string words = formatted("words='{}'", joined(option.words()));
  if (option.explained_words().empty()) return words;
  return formatted("if [[ $explains ]]; then words='{}'; else {}; fi", joined(option.explained_words()), words);
}

// ---- fish

std::string fish_value(const Option& option) {
  if (option.text.value.empty()) return {};
  switch (option.offer) {
    case Offer::nothing:
      return " -x";
    case Offer::word:
      return formatted(" -x -a '{}'", joined(option.words()));
    case Offer::list:
      return formatted(" -x -a '(__fish_append , {})'", joined(option.words()));
    case Offer::file:
      return " -r -F";
  }
  return {};
}

std::string line(const Option& option, std::string_view condition, std::string_view value) {
  std::string line = "complete -c softmax";
  if (!condition.empty()) line += formatted(" -n '{}'", condition);
  if (!option.text.short_name.empty()) line += formatted(" -s {}", option.text.short_name.substr(1));
  return line + formatted(" -l {}{} -d '{}'\n", option.text.long_name.substr(2), value, option.text.summary);
}

// ---- zsh

constexpr std::string_view zsh_start = R"(#compdef softmax
# Completion of softmax for zsh, made from the options that softmax --help prints.

local context state state_descr line
typeset -A opt_args

_arguments -s -S \
)";

/// ":placeholder of the value:what offers it"; empty for a flag. What depends on --explain comes at the end.
std::string zsh_value(const Option& option) {
  if (option.text.value.empty()) return {};
  const auto offer = [&option]() -> std::string {
    if (!option.explained_words().empty()) return "->explainable";
    switch (option.offer) {
      case Offer::nothing:
        return " ";
      case Offer::word:
        return formatted("({})", joined(option.words()));
      case Offer::list:
        return formatted(" _values -s , {} {}", option.text.value, joined(option.words()));
      case Offer::file:
        return "_files";
    }
    return {};
  };
  return formatted(":{}:{}", option.text.value, offer());
}

std::string argument(const Option& option) {
  const bool is_flag = option.text.value.empty();
  const std::string long_name = formatted("{}{}", option.text.long_name, is_flag ? "" : "=");
  if (option.text.short_name.empty()) return formatted("'{}[{}]{}'", long_name, option.text.summary, zsh_value(option));
  const std::string names = formatted("'({} {})'{{{}{},{}}}", option.text.short_name, option.text.long_name,
                                      option.text.short_name, is_flag ? "" : "+", long_name);
  return formatted("{}'[{}]{}'", names, option.text.summary, zsh_value(option));
}
}  // namespace

std::string bash_completion() {
  std::string text(bash_start);
  std::vector<std::string_view> all;
  for (const Option& option : cli::option_table()) {
    const std::vector<std::string_view> these = names(option);
    all.insert(all.end(), these.begin(), these.end());
    if (!option.text.value.empty()) text += formatted("    {}) {} ;;\n", fmt::join(these, " | "), bash_value(option));
  }
  text += formatted("    *) if [[ $word == -* ]]; then words='{}'; else files=1; fi ;;\n", fmt::join(all, " "));
  return text.append(bash_end);
}

std::string fish_completion() {
  std::string text = "# Completion of softmax for fish, made from the options that softmax --help prints.\n\n";
  for (const Option& option : cli::option_table()) {
    if (option.explained_words().empty()) {
      text += line(option, "", fish_value(option));
    } else {
      text += line(option, "not __fish_contains_opt -s x explain", fish_value(option));
      text +=
          line(option, "__fish_contains_opt -s x explain", formatted(" -x -a '{}'", joined(option.explained_words())));
    }
  }
  return text;
}

std::string zsh_completion() {
  std::string text(zsh_start);
  std::string after;
  for (const Option& option : cli::option_table()) {
    text += formatted("  {} \\\n", argument(option));
    if (option.explained_words().empty()) continue;
    after += formatted(
        "\nif [[ $state == explainable ]]; then\n"
        "  if (( ${{words[(I)(-x*|--explain*)]}} )); then\n"
        "    _values {0} {1}\n"
        "  else\n"
        "    _values {0} {2}\n"
        "  fi\n"
        "fi\n",
        option.text.value, joined(option.explained_words()), joined(option.words()));
  }
  return text + "  '*:INPUT:_files' && return\n" + after;
}
}  // namespace softmax::manual
