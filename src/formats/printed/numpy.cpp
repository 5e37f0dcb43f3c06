#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "core/dtype.h"
#include "core/formatted.h"
#include "formats/printed/layout.h"
#include "formats/writer.h"
#include "text/decimal.h"

namespace softmax::formats {
namespace {
constexpr std::string_view numpy_opening = "array(";
constexpr std::size_t numpy_line_width = 75;
constexpr int numpy_precision = 8;
constexpr int least_exponent_digits = 2;

/// Whether NumPy would choose scientific notation. It considers the finite numbers other than zero, and divides in the
/// dtype.
template <Real T>
bool wants_scientific(const std::vector<T>& values, Dtype dtype) {
  double smallest = std::numeric_limits<double>::infinity();
  double largest = 0;
  for (const double value : values) {
    if (!std::isfinite(value) || value == 0) continue;
    smallest = std::min(smallest, std::abs(value));
    largest = std::max(largest, std::abs(value));
  }
  if (largest == 0) return false;
  return largest >= 1e8 || smallest < 1e-4 || round_to(dtype, largest / smallest) > 1000.0;
}

/// The numbers of one array as text, all of the same width, with aligned decimal points.
class NumpyNumbers {
 public:
  template <Real T>
  NumpyNumbers(const std::vector<T>& values, Dtype dtype, std::optional<int> precision)
      : dtype_(traits(dtype).in_numpy),
        precision_(precision.value_or(numpy_precision)),
        is_fixed_(precision.has_value()),
        is_scientific_(!is_fixed_ && wants_scientific(values, dtype_)) {
    std::size_t widest_word = 0;
    for (const double value : values) {
      if (std::isfinite(value)) {
        measure(is_scientific_ ? scientific(value) : positional(value));
      } else {
        widest_word = std::max(widest_word, word(value).size());
      }
    }
    after_point_ = fraction_ + (is_scientific_ ? std::string_view("e+").size() + exponent_digits_ : 0);
    if (widest_word > width()) before_point_ += widest_word - width();
  }

  std::size_t width() const { return before_point_ + 1 + after_point_; }

  /// Padded to the width on both sides. Valid until the next call.
  std::string_view operator()(double value) {
    if (!std::isfinite(value)) {
      padded_ = word(value);
      padded_.insert(0, width() - padded_.size(), ' ');
      return padded_;
    }
    padded_ = is_scientific_ ? scientific_of_width(value) : positional(value);
    padded_.insert(0, before_point_ - padded_.find('.'), ' ');
    padded_.resize(width(), ' ');
    return padded_;
  }

 private:
  static std::string_view word(double value) {
    if (std::isnan(value)) return "nan";
    return value > 0 ? "inf" : "-inf";
  }

  static std::string signed_text(double value, const std::string& magnitude) {
    return std::signbit(value) ? "-" + magnitude : magnitude;
  }

  std::string positional(double value) const {
    const double magnitude = std::abs(value);
    if (is_fixed_) return signed_text(value, fixed_text(magnitude, precision_));
    Decimal decimal = unique_decimal(dtype_, magnitude);
    // NumPy shows whole numbers to the units, known from others or not: 65504 in float16, not 65500.
    if (decimal.places() == 0) return signed_text(value, fixed_text(magnitude, 0));
    if (decimal.places() > precision_) decimal = decimal_to_places(magnitude, precision_);
    return signed_text(value, positional_text(decimal));
  }

  /// With the digits that the number itself needs.
  std::string scientific(double value) const {
    const double magnitude = std::abs(value);
    const int most = precision_ + 1;
    Decimal decimal = unique_decimal(dtype_, magnitude);
    if (decimal.digits().size() > static_cast<std::size_t>(most)) {
      decimal = nearest_decimal(magnitude, most).without_zeros_at_end();
    }
    return signed_text(value, scientific_text(decimal, 1, least_exponent_digits));
  }

  /// With as many digits as the longest number of the array.
  std::string scientific_of_width(double value) const {
    const double magnitude = std::abs(value);
    const int digits = static_cast<int>(fraction_) + 1;
    const Decimal decimal = distinguishing_decimal(dtype_, magnitude, digits);
    return signed_text(value, scientific_text(decimal, digits, static_cast<int>(exponent_digits_)));
  }

  void measure(std::string_view text) {
    const std::size_t point = text.find('.');
    const std::size_t mark = std::min(text.find('e'), text.size());
    before_point_ = std::max(before_point_, point);
    fraction_ = std::max(fraction_, mark - point - 1);
    if (mark < text.size()) exponent_digits_ = std::max(exponent_digits_, text.size() - mark - 2);
  }

  Dtype dtype_;
  int precision_;
  bool is_fixed_;  ///< every number has `precision_` digits after the point; otherwise at most that many
  bool is_scientific_;
  std::size_t before_point_ = 0;
  std::size_t after_point_ = 0;
  std::size_t fraction_ = 0;  ///< the digits after the point, without the exponent
  std::size_t exponent_digits_ = 0;
  std::string padded_;
};

class NumpyWriter final : public MemorySink {
 public:
  NumpyWriter(Output& output, const WriteOptions& options) : output_(output), precision_(options.precision) {}

  void end() override {
    std::visit([this](const auto& values) { print(values); }, tensor().values);
    output_.flush();
  }

 private:
  template <Real T>
  void print(const std::vector<T>& values) {
    const Shape& shape = tensor().shape;
    if (values.empty()) {
      const std::string text = shape.size() == 1 ? "[]" : "[], shape=" + shape_text(shape);
      output_.write(numpy_opening);
      output_.write(text);
      end_with_dtype(numpy_opening.size() + text.size());
      return;
    }
    NumpyNumbers numbers(values, tensor().dtype, precision_);
    // Every dim after the first takes a blank on the left and keeps a column free for its bracket on the right.
    const std::size_t depth = shape.empty() ? 0 : shape.size() - 1;
    const std::size_t room = numpy_line_width - numpy_opening.size() - 1 - 2 * depth;
    Brackets brackets(output_, shape, numpy_opening, std::max<std::size_t>(room / (numbers.width() + 2), 1));
    for (const double value : values) brackets.write(numbers(value));
    if (tensor().dtype == Dtype::float64) {
      output_.write(")\n");
    } else {
      end_with_dtype(brackets.column());
    }
  }

  void end_with_dtype(std::size_t column) {
    const std::string dtype = formatted("dtype={})\n", name(traits(tensor().dtype).in_numpy));
    const bool fits = column + std::string_view(", ").size() + dtype.size() - 1 <= numpy_line_width;
    output_.write(fits ? ", " : ",\n");
    if (!fits) output_.write(std::string(numpy_opening.size(), ' '));
    output_.write(dtype);
  }

  Output& output_;
  std::optional<int> precision_;
};
}  // namespace

/// Tensors as `print(repr(array))` of NumPy shows them with its default options, except that the threshold is
/// infinite; with a precision, as after `numpy.set_printoptions(precision=N, floatmode='fixed', suppress=True)`.
/// The text is that of NumPy 1.24, character for character. bfloat16, which NumPy lacks, is shown as float32. Holds a
/// tensor until its end, because the width of a number depends on all of them.
std::unique_ptr<Sink> numpy_writer(Output& output, const WriteOptions& options) {
  return std::make_unique<NumpyWriter>(output, options);
}
}  // namespace softmax::formats
