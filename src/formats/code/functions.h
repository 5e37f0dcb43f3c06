#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/code/value.h"

namespace softmax::formats {
/// A call of a function or method in source code, its arguments worked out. A method's first argument is what it is
/// called on.
class CodeCall {
 public:
  CodeLibrary library = CodeLibrary::python;  ///< of the function's module, else of the first argument
  std::vector<CodeValue> arguments{};
  std::vector<std::pair<std::string_view, CodeValue>> keywords{};

  /// Takes the next argument, given by its place or by one of its keywords. Throws CodeError if there is none.
  CodeValue take(std::string_view keyword, std::string_view other_keyword = {});
  std::optional<CodeValue> take_if_given(std::string_view keyword, std::string_view other_keyword = {});

  /// Takes the arguments by place that are left.
  std::vector<CodeValue> take_rest();

  /// Throws CodeError for an argument that nobody has taken: it may change the numbers.
  void check_all_taken() const;

 private:
  std::size_t next_ = 0;
};

enum class CodeUse { function, method, attribute };

/// A row of the table of functions.
struct CodeFunction {
  std::string_view name;
  bool is_function;
  bool is_method;
  bool is_attribute;
  CodeValue (*apply)(CodeCall& call);
};

/// The row of a name such as `np.log`, `torch.cat` or, of a method or attribute, `reshape`; nullptr if it is not read.
const CodeFunction* code_function(std::string_view name, CodeUse use);

/// The library of a function's name: `np.log`, `torch.cat`.
CodeLibrary library_of(std::string_view name);

/// The value of `np.inf`, `math.pi` and the like.
std::optional<double> code_constant(std::string_view name);
}  // namespace softmax::formats
