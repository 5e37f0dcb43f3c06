#include "manual/page.h"

#include <algorithm>
#include <cstddef>

#include "cli/help.h"
#include "cli/option_texts.h"
#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax::manual {
namespace {

using cli::OptionText;

/// Text as man reads it: a bare - would be a hyphen, and \ begins what is for man itself.
std::string escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '-') {
      escaped += "\\-";
    } else if (c == '\\') {
      escaped += "\\e";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string bold(std::string_view text) { return formatted("\\fB{}\\fR", escaped(text)); }

/// Where the name of an option that begins the text ends; 0 when none does.
std::size_t name_length(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const std::size_t dashes = text.find_first_not_of('-');
  if (dashes == 0 || dashes > 2 || dashes == std::string_view::npos || !is_letter(text[dashes])) return 0;
  std::size_t end = dashes;
  while (end < text.size() && (is_letter(text[end]) || text[end] == '-')) ++end;
  return end;
}

/// A sentence with the names of options in bold.
std::string sentence(std::string_view text) {
  std::string sentence;
  while (!text.empty()) {
    const std::size_t name = name_length(text);
    if (name > 0) {
      sentence += bold(text.substr(0, name));
      text.remove_prefix(name);
    }
    const std::size_t word = std::min(text.find(' '), text.size() - 1) + 1;
    sentence += escaped(text.substr(0, word));
    text.remove_prefix(word);
  }
  return sentence;
}

/// The same in lines that a person can read, too.
std::string lines(std::string_view text) {
  constexpr std::size_t widest_line = 80;
  return wrapped(sentence(text), widest_line) + '\n';
}

/// "stable|naive" is typed as it stands, "FILE" stands for something.
std::string value(std::string_view value) {
  const bool is_typed = value.find('|') != std::string_view::npos;
  return formatted("\\f{}{}\\fR", is_typed ? 'B' : 'I', escaped(value));
}

std::string paragraph(const OptionText& option) {
  std::string text = ".TP\n";
  if (!option.short_name.empty()) text += bold(option.short_name) + ", ";
  text += bold(option.long_name);
  if (!option.value.empty()) text += ' ' + value(option.value);
  text += '\n' + lines(formatted("{}{}.", option.summary, option.details));
  if (!option.default_value.empty()) text += lines(formatted("Default: {}.", option.default_value));
  return text;
}

void replace(std::string& text, std::string_view place, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(place, at)) != std::string::npos; at += by.size()) {
    text.replace(at, place.size(), by);
  }
}

}  // namespace

std::string page(std::string_view frame) {
  std::string options;
  for (const OptionText& option : cli::option_texts()) options += paragraph(option);
  std::string text(frame);
  replace(text, "@OPTIONS@\n", options);
  replace(text, "@VERSION@", cli::version);
  return text;
}

}  // namespace softmax::manual
