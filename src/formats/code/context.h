#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "formats/printed/forms.h"
#include "formats/printed/text.h"

namespace softmax::formats {
/// Whether source code that is no print may start at a place, as far as the bytes around it show.
enum class CodeStart {
  none,
  if_touched,  ///< it counts where something is done to numbers: `-[1, 2]`, `(x + 1)`
  always,      ///< a literal or a call that makes a tensor: `= {1.0f, 2.0f}`, `np.zeros((2, 3))`
};
CodeStart code_start(const PrintText& text, const char* at);

/// Whether the brackets at `at` hold values of another kind than numbers: `[tensor(1.), tensor(2.)]`, `[1/3, 2/3]`.
bool may_be_list_of_values(const PrintText& text, const char* at);

/// Whether something follows at `at`, the end of a tensor, that changes its numbers: an operator with its operand, a
/// method, an index. After a print (`is_print`) a hyphen between blanks may be a dash.
bool is_touched_after(const PrintText& text, const char* at, bool is_print);

/// Throws CodeRefusal where an operator before `at` changes the tensor there by a value that is not known: `x * [1,
/// 2]`. The statement starts after `open`, a parenthesis that is open, or on the line of `at` if that is null.
void check_before(const PrintText& text, const char* at, bool is_print, const char* open);

/// Throws CodeRefusal where a comparison or a condition follows source code at `at`.
void check_after(const PrintText& text, const char* at);

/// Throws CodeRefusal where a sign of a page, `×` or `²`, changes the tensor that ends at `at`.
void check_typeset_after(const PrintText& text, const char* at);

/// Throws CodeRefusal where MATLAB's transpose sign follows the brackets from `begin` to `end`. After a quote they are
/// in a string.
void check_transpose(const PrintText& text, const char* begin, const char* end);

/// A name that a tensor was given: `x = np.array([1, 2])`.
struct NamedTensor {
  std::string_view name;
  std::ptrdiff_t indent;  ///< of the statement
};

/// The name that the tensor at `at` is assigned to; empty if there is none.
NamedTensor assigned_name(const PrintText& text, const char* at);

/// Throws CodeRefusal where the statement at `at`, which starts with a name, changes a tensor of that name:
/// `x = x / 10`, `x /= 10`, `x[0] = 5`, `x.mul_(2)`, `np.add(x, 1, out=x)`; not in the body of a function, whose names
/// are others. A softmax of it is no change: its argument is what is read.
void check_statement(const PrintText& text, const char* at, const std::vector<NamedTensor>& named);

/// A parenthesis that is open, and the name before it: that of a function, or empty.
struct OpenCall {
  std::string_view name;
  const char* at;
};

/// Whether numbers in the parentheses after that name stay what they are: `print(…)`, or parentheses alone.
bool keeps_numbers(std::string_view function);

/// Throws CodeRefusal where the tensor at `at` is the argument of a function that is not read. Calls of `print` and the
/// like change no number, and libraries print objects as calls: `ModelOutput(logits=tensor(…))`.
void check_call(const PrintText& text, const char* at, bool is_print, const std::vector<OpenCall>& calls);

/// Throws CodeRefusal where a call of a class of PyTorch is at `at`: its one number is a size, `torch.FloatTensor(3)`.
void check_size_call(const PrintText& text, const char* at);

/// Gives the tensor of the braces from `at` to `end` the sizes of its declaration in C, `float x[2][3] = {…}`. Throws
/// CodeRefusal where the braces have other numbers than the declared array.
void settle_initialiser(const PrintText& text, const char* at, const char* end, PrintedTensor& tensor);

/// Throws CodeRefusal where MATLAB's or Julia's index in parentheses, `\\` or `|>` follows the tensor.
void check_marks_after(const PrintText& text, const char* begin, const char* end);

/// Throws CodeRefusal where a hyphen and a blank start the line of code at `at`, to which something is done.
void check_list_mark(const PrintText& text, const char* at);

/// Throws CodeRefusal where R's `matrix(c(…), 2)` or `array(c(…), 2)` is at `at`.
void check_matrix_of_r(const PrintText& text, const char* at);

/// Whether the brackets at `at` refer to a text: `as shown in [1]`.
bool is_citation(const PrintText& text, const char* at);

/// The end of the comment whose sign, `//`, `/*`, `%` or `--`, is at `at` after code; `at` itself if there is none. The
/// last two may be operators: they are after a semicolon, `%` also directly after numbers in brackets.
const char* trailing_comment_end(const PrintText& text, const char* at, bool is_after_numbers);

/// The name that ends at `at`; empty if there is none.
std::string_view name_before(const PrintText& text, const char* at);

/// The operator at `at`; empty where there is none. Arrows, comments and comparisons are no operators.
std::string_view operator_at(const PrintText& text, const char* at);
}  // namespace softmax::formats
