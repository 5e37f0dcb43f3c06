#pragma once

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

/// One whole command and all that is expected of it. tests/cli/commands_test.cpp has the format of the files.
struct CommandCase {
  std::string title;
  std::size_t line = 0;  ///< of the title
  std::string script;
  std::string output;
  std::string errors;
  int status = 0;
};

/// Reads the text of a case file. Throws std::runtime_error with "name:line: what is wrong": what does not follow the
/// format, a case that lacks one of its parts, a file without cases.
class CaseFileParser {
 public:
  CaseFileParser(std::string name, std::string_view text) : name_(std::move(name)), text_(text) {}

  std::vector<CommandCase> cases() {
    std::vector<CommandCase> found;
    advance();
    std::string before;
    while (line_) {
      if (is_marker("== ")) {
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
  CommandCase take_case(const std::string& before) {
    CommandCase found;
    found.title = line_->substr(3);
    found.line = number_;
    advance();
    if (!is_marker("$ ")) fail("expected '$ ' and the command of the case");
    found.script = before + std::string(line_->substr(2)) + "\n";
    advance();
    found.script += take_block();
    found.output = take_expectation("-- stdout");
    found.errors = take_expectation("-- stderr");
    found.status = take_status();
    return found;
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
    if (error != std::errc() || end != number.data() + number.size()) fail("expected a number behind '-- status'");
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
    line_.reset();
    if (text_.empty()) return;
    const std::size_t end = text_.find('\n');
    line_ = text_.substr(0, end);
    text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
  }

  [[noreturn]] void fail(std::string_view message) const {
    throw std::runtime_error(fmt::format("{}:{}: {}", name_, number_, message));
  }

  std::string name_;
  std::string_view text_;
  std::optional<std::string_view> line_;  ///< nothing at the end
  std::size_t number_ = 0;
};

}  // namespace softmax::test
