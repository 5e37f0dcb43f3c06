#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"
#include "text/cursor.h"
#include "text/text.h"

namespace softmax::formats {
/// The lexical side of prints: what is between numbers, names and brackets in a text that was pasted from a page, a
/// notebook or a terminal. A function that skips returns the place after what it skipped.
class PrintText {
 public:
  explicit PrintText(const Text& text);

  const std::string& name() const { return text_.name(); }
  const char* begin() const { return text_.begin(); }
  const char* end() const { return text_.end(); }

  /// Skips blanks, line ends and non-breaking spaces.
  const char* skip_blanks(const char* at) const;

  /// The same on one line.
  const char* skip_blanks_of_line(const char* at) const;

  /// Inside a print that starts at `print`: skips blanks, the margin of a line (`#`, `//`, `>`, the `... ` of a Python
  /// session), and comments to the end of a line.
  const char* skip_inside(const char* at, const char* print) const;

  /// The end of the name at `at` (letters, digits, points and underscores); `at` itself if there is none.
  const char* name_end(const char* at) const;

  /// The end of the group in brackets at `at`, whatever is in it; strings in quotes are skipped. nullptr if nothing
  /// closes it within longest_aside bytes.
  const char* group_end(const char* at) const;

  /// The place after the group in brackets at `at`, and after the indices that follow it; after its opening bracket if
  /// nothing closes it.
  const char* after_group(const char* at) const;

  /// The place after the brackets that directly follow a value, if any: they are an index, as in x[0], f(x)[0],
  /// x[i][j].
  const char* after_indices(const char* at) const { return at < end() && *at == '[' ? after_group(at) : at; }

  /// The start of the line that `at` is on, and its end: its line feed, or the end of the text.
  const char* line_begin(const char* at) const { return line_of(at)->begin; }
  const char* line_end(const char* at) const;

  /// The first comment sign on the line that `at` is on; the end of the line if there is none.
  const char* comment_begin(const char* at) const { return line_of(at)->comment; }

  bool starts_with(const char* at, std::string_view word) const {
    return std::string_view(at, end()).starts_with(word);
  }

  /// Keeps a text that was worked out as long as this lives.
  std::string_view keep(std::string computed) const { return computed_.emplace_back(std::move(computed)); }

  [[noreturn]] void fail(const char* at, const std::string& message) const { text_.fail(at, message); }
  [[noreturn]] void fail_expecting(const char* at, std::string_view expected) const {
    text_.fail_expecting(at, expected);
  }

 private:
  struct Line {
    const char* begin;
    const char* comment;  ///< its first '#' or "//", else its end
  };

  /// What group_end has found.
  struct Group {
    const char* at = nullptr;
    const char* end = nullptr;
  };

  const char* find_group_end(const char* at) const;
  std::vector<Line>::const_iterator line_of(const char* at) const;
  bool is_in_comment(const char* at) const { return line_of(at)->comment < at; }
  const char* skip_margin(const char* line, bool is_comment) const;

  const Text& text_;
  mutable std::array<Group, 64> groups_{};  ///< nested calls ask for the same bracket many times
  mutable std::deque<std::string> computed_;
  std::vector<Line> lines_;  ///< found once: looking back over a long line at each token would take quadratic time
};

/// The maximum length of what is next to a print's numbers (sizes, an index, `grad_fn=<…>`,
/// `shape=[2], dtype=float32,`): longer things are something else. The limit also bounds the time that a text full of
/// unclosed brackets takes.
inline constexpr std::ptrdiff_t longest_aside = 1024;

/// Whether c can start a name.
inline constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// The sign U+2212, which typesetters use in place of the hyphen-minus.
inline constexpr std::string_view minus_sign = "\xE2\x88\x92";

/// Whether a number, NaN or an infinity starts at `at`; also one with the minus sign U+2212, which no reader takes.
bool begins_number(const char* at, const char* end);

/// The sizes at the cursor, "2x3" or "2, 3", with any of the separators before, between and after them. Stops at the
/// first byte that is neither.
Shape take_sizes(Cursor& cursor, std::string_view separators);

/// The length of the ellipsis of a summarised print at `at`: `...`, or one character in UTF-8, level, vertical or
/// diagonal. 0 if there is none.
std::size_t ellipsis_length(const char* at, const char* end);

/// Throws the Error for a print that leaves numbers out at `at`.
[[noreturn]] void fail_summarised(const PrintText& text, const char* at);

// The names that libraries give to what they print.

/// "softmax" of "F.softmax".
std::string_view last_component(std::string_view name);

/// Whether a call of that name is a tensor: `tensor`, `np.array`, `tf.Tensor`, `DeviceArray`, …
bool is_tensor_name(std::string_view name);

/// Whether a call of that name is a single number: `np.float64`.
bool is_scalar_name(std::string_view name);

/// Whether numbers in brackets after that name are sizes or dims and no tensor: `torch.Size`, `shape`, `reshape`.
bool is_size_name(std::string_view name);

/// Whether that keyword's value is a print's data: `numpy`, `data`.
bool is_data_name(std::string_view name);

/// Whether a text names a type whose values are no real numbers: `complex64`, `object`.
bool is_foreign_dtype(std::string_view text);
}  // namespace softmax::formats
