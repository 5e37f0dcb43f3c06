#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace softmax::test {

/// What a command must write, and its exit status.
struct Expectations {
  std::string output;
  std::string errors;
  int status = 0;

  bool operator==(const Expectations&) const = default;
};

/// One whole command and all that is expected of it. tests/cli/commands_test.cpp has the format of the files.
struct CommandCase {
  std::string title;
  std::size_t line = 0;  ///< of the title
  std::string script;
  Expectations expected;
  std::size_t begin = 0;  ///< where the expectations are in the text: from "-- stdout"
  std::size_t end = 0;    ///< to the number of the status, without the end of its line
};

/// Whether a case may consist of its title and its command alone, as one does that has never been approved.
enum class NewCases { refused, accepted };

/// Reads the text of a case file. Throws std::runtime_error with "name:line: what is wrong": what does not follow the
/// format, a case that lacks one of its parts, two cases of one title, a file without cases.
class CaseFileParser {
 public:
  CaseFileParser(std::string name, std::string_view text, NewCases new_cases = NewCases::refused)
      : name_(std::move(name)), whole_(text), rest_(text), new_cases_(new_cases) {}

  std::vector<CommandCase> cases() {
    std::vector<CommandCase> found;
    advance();
    std::string before;
    while (line_) {
      if (is_marker("== ")) {
        refuse_a_second(found, line_->substr(3));
        found.push_back(take_case(before));
      } else if (*line_ == "-- before every case" && found.empty() && before.empty()) {
        advance();
        before = take_block();
      } else if (line_->empty() || line_->starts_with('#')) {
        advance();
      } else {
        fail("expected '== ' and what a case shows, a blank line, or a comment that begins with #");
      }
    }
    if (found.empty()) fail("the file has no case");
    return found;
  }

 private:
  void refuse_a_second(const std::vector<CommandCase>& found, std::string_view title) const {
    const auto first =
        std::find_if(found.begin(), found.end(), [&](const CommandCase& one) { return one.title == title; });
    if (first != found.end()) fail(fmt::format("the case of line {} has the same title", first->line));
  }

  CommandCase take_case(const std::string& before) {
    CommandCase found;
    found.title = line_->substr(3);
    found.line = number_;
    advance();
    if (!is_marker("$ ")) fail("expected '$ ' and the command of the case");
    const std::size_t command = begin_ + 2;
    advance();
    take_block();
    if (new_cases_ == NewCases::accepted && !is_marker("-- ")) {
      found.end = found.begin = without_comments(command);
    } else {
      found.begin = begin_;
      found.expected.output = take_expectation("-- stdout");
      found.expected.errors = take_expectation("-- stderr");
      found.end = begin_ + line_.value_or("").size();
      found.expected.status = take_status();
    }
    found.script = before + std::string(whole_.substr(command, found.begin - command));
    return found;
  }

  /// The end of the script that begins there: blank lines and comments that follow it are between two cases.
  std::size_t without_comments(std::size_t script) const {
    std::size_t end = begin_;
    while (end > script) {
      const std::size_t last_line = whole_.rfind('\n', end - 2) + 1;
      if (last_line <= script || (whole_[last_line] != '\n' && whole_[last_line] != '#')) break;
      end = last_line;
    }
    return end;
  }

  std::string take_expectation(std::string_view marker) {
    if (!line_ || *line_ != marker) fail(fmt::format("expected the line '{}'", marker));
    advance();
    return take_block();
  }

  int take_status() {
    constexpr std::string_view marker = "-- status ";
    if (!is_marker(marker)) fail("expected the line '-- status N'");
    const std::string_view number = line_->substr(marker.size());
    int status = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), status);
    if (error != std::errc() || end != number.data() + number.size()) fail("expected a number after '-- status'");
    advance();
    return status;
  }

  /// The lines up to the next marker.
  std::string take_block() {
    std::string block;
    for (; line_ && !is_marker("-- ") && !is_marker("== "); advance()) block += std::string(*line_) + "\n";
    return block;
  }

  bool is_marker(std::string_view marker) const { return line_ && line_->starts_with(marker); }

  void advance() {
    ++number_;
    begin_ = whole_.size() - rest_.size();
    line_.reset();
    if (rest_.empty()) return;
    const std::size_t end = rest_.find('\n');
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  }

  [[noreturn]] void fail(std::string_view message) const {
    throw std::runtime_error(fmt::format("{}:{}: {}", name_, number_, message));
  }

  std::string name_;
  std::string_view whole_;
  std::string_view rest_;
  NewCases new_cases_;
  std::optional<std::string_view> line_;  ///< nothing at the end
  std::size_t begin_ = 0;                 ///< of the line
  std::size_t number_ = 0;
};

/// The text of a case file in which the case of this title expects that, and of which all else is as it was. Throws
/// std::runtime_error for what CaseFileParser refuses, and for an expectation that no case file can hold.
inline std::string with_expectations(const std::string& name, const std::string& text, const std::string& title,
                                     const Expectations& expected) {
  const auto find = [&](const std::vector<CommandCase>& cases) {
    return std::find_if(cases.begin(), cases.end(), [&](const CommandCase& one) { return one.title == title; });
  };
  const std::vector<CommandCase> cases = CaseFileParser(name, text, NewCases::accepted).cases();
  const auto found = find(cases);
  if (found == cases.end()) throw std::runtime_error(fmt::format("{}: there is no case '{}'", name, title));

  std::string parts =
      fmt::format("-- stdout\n{}-- stderr\n{}-- status {}", expected.output, expected.errors, expected.status);
  if (found->begin == found->end) {
    if (text[found->begin - 1] != '\n') parts.insert(0, 1, '\n');
    parts += '\n';
  }
  std::string changed = text.substr(0, found->begin) + parts + text.substr(found->end);

  const std::string not_held = fmt::format(
      "{}:{}: no case file can hold what this command writes: each line must have an end, and none may begin with "
      "'-- ' or '== '",
      name, found->line);
  std::vector<CommandCase> read_back;
  try {
    read_back = CaseFileParser(name, changed, NewCases::accepted).cases();
  } catch (const std::runtime_error&) {
    throw std::runtime_error(not_held);
  }
  const auto same = find(read_back);
  if (read_back.size() != cases.size() || same == read_back.end() || same->expected != expected) {
    throw std::runtime_error(not_held);
  }
  return changed;
}

}  // namespace softmax::test
