#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "formats/code/value.h"
#include "formats/printed/forms.h"
#include "formats/printed/text.h"

namespace softmax::formats {
/// What is at the place is no expression. Only thrown while no tensor has been read.
struct NoCode {};

/// The tokens and literals of an expression in source code.
class CodeScanner {
 public:
  CodeScanner(const PrintText& text, const char* at) : text_(text), begin_(at), at_(at) {}

  const char* end() const { return at_; }

 protected:
  static constexpr int maximum_depth = 64;

  /// Skips blanks; in brackets also line ends, margins and comments.
  const char* skip(const char* at) const {
    return depth_ > 0 ? text_.skip_inside(at, begin_) : text_.skip_blanks_of_line(at);
  }

  /// The next byte after blanks; a NUL at the end.
  char peek();

  bool take(char c);

  /// A bracket is open.
  void deeper();

  /// The text is no expression here, or one that is not read. Both throw NoCode as long as nothing touches a tensor;
  /// then miss throws Error, refuse CodeRefusal.
  [[noreturn]] void miss(const char* at, std::string_view expected) const;
  [[noreturn]] void refuse(const char* at, const std::string& message) const;

  /// Does what may break a rule of the language or the library, whose place is `at`.
  template <class Action>
  CodeValue at_place(const char* at, const Action& action) const {
    try {
      return action();
    } catch (const CodeError& error) {
      refuse(at, error.what());
    }
  }

  /// A literal of Python or C: also `1_000`, `1.0f`.
  CodeValue number();

  CodeValue string();

  /// A name without points.
  std::string_view word();

  /// Brackets that hold numbers alone, read as every print is: they keep their digits. Nothing if they hold more.
  std::optional<CodeValue> plain_list();

  /// A print that another form reads: `tf.Tensor(…)`, whose arguments are no code.
  CodeValue print();

  const PrintText& text_;
  const char* begin_;
  const char* at_;
  int depth_ = 0;             ///< open brackets
  int depth_of_operand_ = 0;  ///< open calls: names in them may be dtypes
  bool has_numbers_ = false;  ///< a tensor has been read and something touches it: what is not read is refused
};
}  // namespace softmax::formats
