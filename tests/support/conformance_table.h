#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "support/npy_bytes.h"

namespace softmax::test {

/// What a specification says of a text.
enum class Ruling {
  must_be_accepted,  ///< y
  must_be_refused,   ///< n
  is_left_open,      ///< i: "implementation-defined"
  is_departed_from,  ///< x: we do otherwise, and say so in docs/formats.md
  holds_no_tensor    ///< t: as the specification has it, but nothing that softmax could be taken of
};

/// One row of tests/conformance/*.table, which say at their head how they are written.
struct ConformanceRow {
  Ruling ruling = Ruling::must_be_accepted;
  std::string title;     ///< the clause and what it says
  std::size_t line = 0;  ///< of the title
  std::vector<std::string> options;
  std::string bytes;
  std::string accepted;  ///< a line for each document
  std::string refused;   ///< a line with the message, or nothing
  std::string reason;
};

/// Reads a table. Throws std::runtime_error with "name:line: what is wrong".
class ConformanceTableParser {
 public:
  ConformanceTableParser(std::string name, std::string_view text) : name_(std::move(name)), text_(text) {}

  std::vector<ConformanceRow> rows() {
    while (!text_.empty()) {
      ++number_;
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      take(text_.substr(0, end));
      text_.remove_prefix(std::min(end + 1, text_.size()));
    }
    if (rows_.empty()) fail("the table has no row");
    finish_row();
    return std::move(rows_);
  }

 private:
  void take(std::string_view line) {
    if (line.empty() || line.starts_with('#')) return;
    if (line.size() < 3 || line[1] != ' ') fail("expected a letter or a sign, a blank, and what belongs to it");
    const std::string_view what = line.substr(2);
    constexpr std::string_view rulings = "ynixt";
    if (const std::size_t ruling = rulings.find(line[0]); ruling != std::string_view::npos) {
      if (!rows_.empty()) finish_row();
      rows_.push_back({static_cast<Ruling>(ruling), std::string(what), number_, {}, {}, {}, {}, {}});
      return;
    }
    if (rows_.empty()) fail("expected one of y, n, i, x, t and the title of a row");
    ConformanceRow& row = rows_.back();
    switch (line[0]) {
      case '$':
        return take_options(what, row);
      case '<':
        row.bytes += decoded(what);
        return;
      case '*': {
        const auto [count, piece] = counted(what);
        for (std::size_t i = 0; i < count; ++i) row.bytes += decoded(piece);
        return;
      }
      case 'h': {
        const auto [version, header] = counted(what);
        row.bytes += npy_bytes(padded(decoded(header), version == 1 ? 10 : 12), "", static_cast<int>(version));
        return;
      }
      case '>':
        row.accepted += std::string(what) + "\n";
        return;
      case '!':
        row.refused += std::string(what) + "\n";
        return;
      case '?':
        row.reason += std::string(what) + "\n";
        return;
      default:
        fail("expected one of y, n, i, x, t, $, <, *, h, >, !, ?");
    }
  }

  void finish_row() {
    const ConformanceRow& row = rows_.back();
    if (row.accepted.empty() && row.refused.empty()) fail("the row above has no answer");
    const bool is_refused = !row.refused.empty();
    if (row.ruling == Ruling::must_be_accepted && is_refused) fail("the row above must be accepted, and is refused");
    if (row.ruling == Ruling::must_be_refused && !is_refused) fail("the row above must be refused, and is accepted");
    if (row.ruling >= Ruling::is_left_open && row.reason.empty()) fail("the row above needs a reason, behind ?");
  }

  static void take_options(std::string_view words, ConformanceRow& row) {
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size());
      row.options.emplace_back(words.substr(0, end));
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  }

  /// "12 text"
  std::pair<std::size_t, std::string_view> counted(std::string_view text) const {
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end == text.data() + text.size() || *end != ' ') fail("expected a number and a blank");
    return {count, text.substr(static_cast<std::size_t>(end - text.data()) + 1)};
  }

  /// A header of .npy as NumPy pads it: the data begin at a multiple of 64.
  static std::string padded(std::string text, std::size_t before) {
    while ((before + text.size() + 1) % 64 != 0) text += ' ';
    return text + '\n';
  }

  /// %0A and the like become bytes.
  std::string decoded(std::string_view text) const {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '%') {
        bytes += text[i];
        continue;
      }
      unsigned byte = 0;
      const char* digits = text.data() + i + 1;
      if (i + 2 >= text.size() || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) {
        fail("expected two hexadecimal digits behind %");
      }
      bytes += static_cast<char>(byte);
      i += 2;
    }
    return bytes;
  }

  [[noreturn]] void fail(std::string_view message) const {
    throw std::runtime_error(fmt::format("{}:{}: {}", name_, number_, message));
  }

  std::string name_;
  std::string_view text_;
  std::size_t number_ = 0;
  std::vector<ConformanceRow> rows_;
};

}  // namespace softmax::test
