#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"
#include "formats/printed/text.h"
#include "text/digits.h"

namespace softmax::formats {
/// A tensor as a text shows it.
struct PrintedTensor {
  Shape shape;
  std::vector<NumberToken> numbers;  ///< in row-major order
  std::optional<Dtype> dtype;        ///< if the text names one
  bool says_tensor = false;          ///< the text says `tensor`, as PyTorch does
  bool is_rounded = false;           ///< a library printed it; else it is source code or a list with commas: exact
  bool is_eight_places = false;      ///< printed as NumPy does, to eight places
  bool shows_rank = true;            ///< as in Print
  const char* begin = nullptr;       ///< the place of errors about the whole tensor
};

/// A place in a text at which a form may start.
struct PrintPlace {
  const PrintText& text;
  const char* at;
  bool is_in_prose = false;  ///< among the words of a comment
};

/// What a form found at a place.
struct PrintFound {
  std::optional<PrintedTensor> tensor;  ///< none: what is here holds no tensor
  const char* end = nullptr;            ///< where the walk continues; the place itself if the form does not start here
  bool counts_alone = false;            ///< it is a tensor only if the text holds nothing else
};

/// A printed form: a row of the table in forms.cpp, with a file of its own.
struct PrintForm {
  std::string_view name;
  /// Words that only prints of this form have. Detection looks for them in a text whose format is not known.
  std::span<const std::string_view> words;
  /// A first look: whether the form may start here.
  bool (*may_start)(const PrintPlace& place);
  /// Reads the form. Throws Error for numbers that can't be read, for summarised and cut prints, and for a shape that
  /// the print names and the numbers don't have.
  PrintFound (*read)(const PrintPlace& place);
};

/// The forms in the order in which scan_prints tries them at each place.
std::span<const PrintForm> print_forms();

/// Every tensor of a text, in its order. Throws Error as printed_reader does.
std::vector<PrintedTensor> scan_prints(const PrintText& text);

/// Throws Error at `at` if the numbers don't have the shape that the print names there. A tensor without numbers takes
/// that shape.
void check_named_shape(const PrintText& text, const char* at, const Shape& named, PrintedTensor& tensor);
}  // namespace softmax::formats
