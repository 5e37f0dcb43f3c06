#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "core/sink.h"
#include "formats/writer.h"
#include "text/shortest.h"

namespace softmax::formats {
namespace {
/// Octave and MATLAB have float64 and float32; the values of the 16-bit types are values of float32.
Dtype octave_dtype(Dtype dtype) { return dtype == Dtype::float64 ? Dtype::float64 : Dtype::float32; }

class OctaveWriter final : public MemorySink {
 public:
  OctaveWriter(Output& output, const WriteOptions& options) : output_(output), precision_(options.precision) {}

  void end() override {
    std::visit([this](const auto& values) { print(values); }, tensor().values);
    output_.write("\n");
    output_.flush();
  }

 private:
  template <Real T>
  void print(const std::vector<T>& values) {
    const Dtype dtype = octave_dtype(tensor().dtype);
    const bool is_single = dtype == Dtype::float32;
    if (is_single) output_.write("single(");
    const Shape& shape = tensor().shape;
    const NumberText number(dtype, precision_, {"NaN", "Inf", "-Inf"});
    if (values.empty()) {
      output_.write("zeros(");
      print_sizes(shape.size() == 1 ? Shape{1, shape[0]} : shape);
    } else if (shape.empty()) {
      print(number, values[0]);
    } else if (shape.size() <= 2) {
      print_rows(number, values, shape.back());
    } else {
      output_.write("reshape(");
      print_by_columns(number, values);
      output_.write(", ");
      print_sizes(shape);
    }
    if (is_single) output_.write(")");
  }

  template <Real T>
  void print_rows(const NumberText& number, const std::vector<T>& values, std::size_t columns) {
    output_.write("[");
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) output_.write(i % columns == 0 ? "; " : " ");
      print(number, values[i]);
    }
    output_.write("]");
  }

  /// All values in one row, the first index fastest, as reshape takes them.
  template <Real T>
  void print_by_columns(const NumberText& number, const std::vector<T>& values) {
    const Shape& shape = tensor().shape;
    std::vector<std::size_t> strides(shape.size(), 1);
    for (std::size_t dim = shape.size() - 1; dim > 0; --dim) strides[dim - 1] = strides[dim] * shape[dim];
    Index index(shape.size(), 0);
    std::size_t place = 0;
    output_.write("[");
    for (std::size_t count = 0; count < values.size(); ++count) {
      if (count > 0) output_.write(" ");
      print(number, values[place]);
      for (std::size_t dim = 0; dim < shape.size(); ++dim) {
        place += strides[dim];
        if (++index[dim] < shape[dim]) break;
        place -= strides[dim] * shape[dim];
        index[dim] = 0;
      }
    }
    output_.write("]");
  }

  void print_sizes(const Shape& sizes) {
    for (std::size_t dim = 0; dim < sizes.size(); ++dim) {
      if (dim > 0) output_.write(", ");
      output_.write(std::to_string(sizes[dim]));
    }
    output_.write(")");
  }

  template <Real T>
  void print(const NumberText& number, T value) {
    text_.resize(number.room());
    const char* const end = number.put(text_.data(), value);
    output_.write({text_.data(), end});
  }

  Output& output_;
  std::optional<int> precision_;
  std::string text_;
};
}  // namespace

/// Tensors as source code that Octave and MATLAB read back to the same values, a line each: scalars bare, vectors as
/// one row, `[1 2; 3 4]`, `reshape([…], 2, 2, 2)` with the first index fastest, `zeros(0, 3)`; all but float64 inside
/// `single(…)`. Holds a tensor until its end, because the values of rank 3 and up are written in another order.
std::unique_ptr<Sink> octave_writer(Output& output, const WriteOptions& options) {
  return std::make_unique<OctaveWriter>(output, options);
}
}  // namespace softmax::formats
