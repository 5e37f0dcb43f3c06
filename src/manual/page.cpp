#include <algorithm>
#include <cstddef>

#include "cli/option_table.h"
#include "cli/options.h"
#include "core/formatted.h"
#include "manual/manual.h"
#include "text/utf8.h"

namespace softmax::manual {
namespace {
/// Text as man reads it: a bare - would be a hyphen, and \ starts a command for man.
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

/// The length of the option's name that the text starts with; 0 when it starts with none.
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

/// The same in lines of a length that a person can read.
std::string lines(std::string_view text) {
  constexpr std::size_t maximum_width = 80;
  return wrapped(sentence(text), maximum_width) + '\n';
}

/// "stable|naive" is typed as it is, "FILE" is a placeholder.
std::string value(std::string_view value) {
  const bool is_typed = value.find('|') != std::string_view::npos;
  return formatted("\\f{}{}\\fR", is_typed ? 'B' : 'I', escaped(value));
}

std::string paragraph(const cli::Option& option) {
  const cli::OptionText& text = option.text;
  std::string paragraph = ".TP\n";
  if (!text.short_name.empty()) paragraph += bold(text.short_name) + ", ";
  paragraph += bold(text.long_name);
  if (!text.value.empty()) paragraph += ' ' + value(text.value);
  paragraph += '\n' + lines(description(option) + '.');
  if (!text.default_value.empty()) paragraph += lines(formatted("Default: {}.", text.default_value));
  return paragraph;
}

void replace(std::string& text, std::string_view place, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(place, at)) != std::string::npos; at += by.size()) {
    text.replace(at, place.size(), by);
  }
}
}  // namespace

std::string page(std::string_view frame) {
  std::string options;
  for (const cli::Option& option : cli::option_table()) options += paragraph(option);
  std::string text(frame);
  replace(text, "@OPTIONS@\n", options);
  replace(text, "@VERSION@", cli::version);
  return text;
}
}  // namespace softmax::manual
