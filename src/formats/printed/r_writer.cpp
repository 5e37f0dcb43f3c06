#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "formats/text_sink.h"
#include "formats/writer.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
/// Whether R reads the digits as the value. R works a number out in long double, digit by digit and power by power, so
/// digits that are within some of its steps of the middle between two doubles may become the wrong one.
bool is_read_by_r(std::string_view digits, double value) {
  constexpr long double allowance = 0x1p-59L;
  long double number = 0;
  int power = 0;
  bool is_after_point = false;
  const std::size_t mark = std::min(digits.find('e'), digits.size());
  for (const char c : digits.substr(0, mark)) {
    if (c == '.') is_after_point = true;
    if (!is_digit(c)) continue;
    number = 10 * number + static_cast<long double>(c - '0');
    power -= is_after_point ? 1 : 0;
  }
  if (mark < digits.size()) {
    const std::size_t sign = digits[mark + 1] == '+' ? 1 : 0;
    int exponent = 0;
    std::from_chars(digits.data() + mark + 1 + sign, digits.data() + digits.size(), exponent);
    power += exponent;
  }
  long double scale = 1;
  for (int i = 0; i < std::abs(power); ++i) scale *= 10;
  number = power < 0 ? number / scale : number * scale;
  const double magnitude = std::abs(value);
  return static_cast<double>(number * (1 - allowance)) == magnitude &&
         static_cast<double>(number * (1 + allowance)) == magnitude;
}

class RWriter final : public MemorySink {
 public:
  RWriter(Output& output, const WriteOptions& options) : output_(output), precision_(options.precision) {}

  void end() override {
    std::visit([this](const auto& values) { print(values); }, tensor().values);
    output_.write({text_.data(), text_.size()});
    output_.flush();
    text_.clear();
  }

 private:
  template <Real T>
  void print(const std::vector<T>& values) {
    const Shape& shape = tensor().shape;
    if (shape.empty()) {
      put(values.front());
    } else if (shape.size() == 1) {
      put_vector(values);
    } else if (shape.size() == 2) {
      put_text("matrix(");
      put_vector(values);
      put_text(", nrow = ");
      put_size(shape[0]);
      put_text(values.empty() ? ", ncol = " : ", byrow = TRUE");
      if (values.empty()) put_size(shape[1]);
      put_text(")");
    } else {
      put_text("array(");
      put_vector(column_major(values));
      put_text(", dim = c(");
      for (std::size_t dim = 0; dim < shape.size(); ++dim) {
        put_text(dim > 0 ? ", " : "");
        put_size(shape[dim]);
      }
      put_text("))");
    }
    put_text("\n");
  }

  template <Real T>
  void put_vector(const std::vector<T>& values) {
    if (values.empty()) return put_text("numeric(0)");
    put_text("c(");
    for (std::size_t i = 0; i < values.size(); ++i) {
      put_text(i > 0 ? ", " : "");
      put(values[i]);
    }
    put_text(")");
  }

  template <Real T>
  void put(T value) {
    if (!number_ || number_->dtype() != tensor().dtype) {
      number_.emplace(tensor().dtype, precision_, NonfiniteWords{"NaN", "Inf", "-Inf"});
    }
    const std::size_t before = text_.size();
    text_.resize(before + number_->room());
    char* const to = text_.data() + before;
    text_.resize(static_cast<std::size_t>(number_->put(to, value) - text_.data()));
    if (precision_ || tensor().dtype != Dtype::float64 || !std::isfinite(value)) return;
    if (is_read_by_r({to, text_.data() + text_.size()}, value)) return;
    constexpr int all_digits = 17;
    std::array<char, room_for_shortest> longer{};
    const auto [end, error] = std::to_chars(longer.data(), longer.data() + longer.size(), static_cast<double>(value),
                                            std::chars_format::general, all_digits);
    text_.resize(before);
    put_text({longer.data(), end});
  }

  void put_text(std::string_view part) { formats::append(part, text_); }

  void put_size(std::size_t size) { put_text(fmt::format_int(size).str()); }

  /// The values with the first dim fastest, as R keeps arrays.
  template <Real T>
  std::vector<T> column_major(const std::vector<T>& values) {
    const Shape& shape = tensor().shape;
    std::vector<T> ordered;
    ordered.reserve(values.size());
    Index index(shape.size(), 0);
    Shape strides(shape.size(), 1);
    for (std::size_t dim = shape.size() - 1; dim > 0; --dim) strides[dim - 1] = strides[dim] * shape[dim];
    for (std::size_t count = 0, at = 0; count < values.size(); ++count) {
      ordered.push_back(values[at]);
      for (std::size_t dim = 0; dim < shape.size(); ++dim) {
        at += strides[dim];
        if (++index[dim] < shape[dim]) break;
        at -= strides[dim] * shape[dim];
        index[dim] = 0;
      }
    }
    return ordered;
  }

  Output& output_;
  std::optional<int> precision_;
  std::optional<NumberText> number_;
  Prepared text_;
};
}  // namespace

/// Tensors as source code that R reads back as the same values: `0.5`, `c(0.1, 0.9)`, `matrix(c(…), nrow = 2, byrow =
/// TRUE)`, from rank 3 on `array(c(…), dim = c(…))` with the first dim fastest. A tensor is one line. Numbers have the
/// fewest digits that read back the same; where R would read another double, 17. Holds a tensor until its end, because
/// arrays are written in another order.
std::unique_ptr<Sink> r_writer(Output& output, const WriteOptions& options) {
  return std::make_unique<RWriter>(output, options);
}
}  // namespace softmax::formats
