#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "core/formatted.h"
#include "formats/printed/layout.h"
#include "formats/writer.h"

namespace softmax::formats {
namespace {
constexpr std::string_view torch_opening = "tensor(";
constexpr std::size_t torch_line_width = 80;
constexpr int torch_precision = 4;

/// The three ways to write a number: `2.`, `0.5000`, `5.0000e-01`.
enum class Form { whole, positional, scientific };

/// What decides the form: the finite numbers other than zero.
struct Range {
  double smallest = std::numeric_limits<double>::infinity();  ///< magnitude
  double largest = 0;                                         ///< magnitude; 0 when there are no such numbers
  bool is_whole = true;                                       ///< all of them
};

bool decides(double value) { return std::isfinite(value) && value != 0; }

template <Real T>
Range range_of(const std::vector<T>& values) {
  Range range;
  for (const double value : values) {
    if (!decides(value)) continue;
    range.smallest = std::min(range.smallest, std::abs(value));
    range.largest = std::max(range.largest, std::abs(value));
    range.is_whole = range.is_whole && value == std::ceil(value);
  }
  return range;
}

Form form_for(const Range& range) {
  const Form plain = range.is_whole ? Form::whole : Form::positional;
  if (range.largest == 0) return plain;
  const bool is_wide = range.largest / range.smallest > 1000.0 || range.largest > 1e8;
  return is_wide || (!range.is_whole && range.smallest < 1e-4) ? Form::scientific : plain;
}

/// The numbers of one tensor as text, all of the same form and width.
class TorchNumbers {
 public:
  template <Real T>
  TorchNumbers(const std::vector<T>& values, std::optional<int> precision)
      : precision_(precision.value_or(torch_precision)) {
    const Range range = range_of(values);
    form_ = precision ? Form::positional : form_for(range);
    for (const double value : values) {
      if (decides(value)) width_ = std::max(width_, unpadded(value).size());
    }
  }

  std::size_t width() const { return width_; }

  /// Padded to the width; zeros, NaN and infinities, which PyTorch does not measure, may be wider. Valid until the next
  /// call.
  std::string_view operator()(double value) {
    const std::string_view number = unpadded(value);
    padded_.assign(width_ - std::min(number.size(), width_), ' ');
    padded_ += number;
    return padded_;
  }

 private:
  std::string_view unpadded(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    constexpr std::size_t longest_integer_part = 1 + std::numeric_limits<double>::max_exponent10 + 1;  // with the sign
    text_.resize(longest_integer_part + 1 + static_cast<std::size_t>(precision_));
    const auto format = form_ == Form::scientific ? std::chars_format::scientific : std::chars_format::fixed;
    const int digits = form_ == Form::whole ? 0 : precision_;
    const char* const end = std::to_chars(text_.data(), text_.data() + text_.size(), value, format, digits).ptr;
    text_.resize(static_cast<std::size_t>(end - text_.data()));
    if (form_ == Form::whole) text_ += '.';
    return text_;
  }

  int precision_;
  Form form_ = Form::whole;
  std::size_t width_ = 1;
  std::string text_;
  std::string padded_;
};

class TorchWriter final : public MemorySink {
 public:
  TorchWriter(Output& output, const WriteOptions& options) : output_(output), precision_(options.precision) {}

  void end() override {
    std::visit([this](const auto& values) { print(values); }, tensor().values);
    output_.flush();
  }

 private:
  template <Real T>
  void print(const std::vector<T>& values) {
    std::vector<std::string> suffixes;
    const Shape& shape = tensor().shape;
    if (values.empty() && shape.size() != 1) suffixes.push_back("size=" + shape_text(shape));
    if (tensor().dtype != Dtype::float32) suffixes.push_back(formatted("dtype=torch.{}", name(tensor().dtype)));
    if (values.empty()) {
      output_.write(torch_opening);
      output_.write("[]");
      end_with(suffixes, torch_opening.size() + 2);
      return;
    }
    TorchNumbers numbers(values, precision_);
    const std::size_t depth = shape.empty() ? 0 : shape.size() - 1;
    const std::size_t room = torch_line_width - torch_opening.size() - depth;
    Brackets brackets(output_, shape, torch_opening, std::max<std::size_t>(room / (numbers.width() + 2), 1));
    for (const double value : values) brackets.write(numbers(value));
    end_with(suffixes, brackets.column());
  }

  /// Writes the text after the brackets, on the same line where it fits by PyTorch's count (which is two characters too
  /// high for the line on which the tensor ends).
  void end_with(const std::vector<std::string>& suffixes, std::size_t column) {
    column += 2;
    for (const std::string& suffix : suffixes) {
      if (column + suffix.size() + 2 > torch_line_width) {
        output_.write(",\n" + std::string(torch_opening.size(), ' ') + suffix);
        column = torch_opening.size() + suffix.size();
      } else {
        output_.write(", " + suffix);
        column += suffix.size() + 2;
      }
    }
    output_.write(")\n");
  }

  Output& output_;
  std::optional<int> precision_;
};
}  // namespace

/// Tensors as `print(tensor)` of PyTorch shows them on the CPU with its default options, except that the threshold is
/// infinite; with a precision, as after `torch.set_printoptions(precision=N, sci_mode=False)`. The text is
/// that of PyTorch 1.13, character for character. Holds a tensor until its end, because the width of a number depends
/// on all of them.
std::unique_ptr<Sink> torch_writer(Output& output, const WriteOptions& options) {
  return std::make_unique<TorchWriter>(output, options);
}
}  // namespace softmax::formats
