#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "check/units.h"
#include "core/dtype.h"
#include "core/request.h"
#include "core/shape.h"
#include "formats/reader.h"

namespace softmax::check {
/// A run as the comparison needs it: the input, the request and the result.
struct Subject {
  Shape shape;
  Dtype dtype = Dtype::float64;  ///< of the result
  std::vector<double> input;     ///< as read, before temperature and theta
  InputUnits units;              ///< of the printed input
  std::vector<double> result;
  Request request;

  /// The factor of the input.
  double factor() const { return request.scale.is_temperature ? 1 / request.scale.value : request.scale.value; }
};

/// The result according to a file.
struct Expected {
  Shape shape;
  std::vector<ExpectedNumber> numbers;  ///< in row-major order
  /// The printing dtypes that are tried, in this order: one where it is known.
  std::vector<Dtype> dtypes = {Dtype::float64};
  std::optional<int> decimals{};  ///< the largest number of decimals; nothing for a file without digits
  bool shows_rank = true;         ///< as in Print; false also where the input does not show its rank
  bool is_print = true;           ///< false for numbers by hand: lists with commas, JSON, CSV, source code

  /// The shape that is computed, for one row or column of numbers whose form does not show rank; else its own.
  Shape fitted_to(const Shape& computed) const;

  /// Takes that shape.
  void take_rank(const Shape& computed) { shape = fitted_to(computed); }
};

/// The number at a place where nothing was printed.
ExpectedNumber unknown_number();

/// The command line of a run, to be shown with something changed in it.
struct Command {
  Request request;
  std::optional<Dtype> dtype;        ///< --dtype, where it was given
  std::vector<std::string> reading;  ///< options that say how the input is read, as they were typed
  std::string input;                 ///< a path; empty for standard input

  /// The command for another request, quoted for a shell: "softmax --dim 0 --log logits.json".
  std::string text(const Request& other, std::optional<Dtype> other_dtype) const;
  std::string text(const Request& other) const { return text(other, dtype); }
};

/// A word for a POSIX shell, quoted where it has to be.
std::string shell_word(const std::string& word);

/// These dims as a request has them.
Dims dims_listed(const std::vector<std::size_t>& dims);

/// A Dims as --dim takes it: "0", "0,2", "all".
std::string dims_option(const Dims& dims);

/// --atol and --rtol: |result - expected| <= absolute + relative·|expected|.
struct Tolerance {
  double absolute = 0;
  double relative = 0;
};

/// Takes the values of a document that was read with its digits. The printing dtype is the one that the print names,
/// else `requested`, else that of the printer, float32 for a print that says `tensor`; an .npy array has its own. If it
/// is not known, float64 and float32 are tried, and a half type where the numbers are exactly its values.
Expected expected_of(formats::Document& document, std::optional<Dtype> requested);

/// All values of a document that has not been read yet.
std::vector<double> take_values(formats::Document& document);

/// Such values in the type that holds the dtype; exact, as they came from it.
Values values_as(Dtype dtype, const std::vector<double>& values);
}  // namespace softmax::check
