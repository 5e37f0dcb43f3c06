#include "fuzz/round_trip.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "check/units.h"
#include "core/error.h"
#include "core/print.h"
#include "formats/printed/forms.h"
#include "formats/writer.h"
#include "fuzz/reading.h"
#include "fuzz/target.h"

namespace softmax::fuzz {
namespace {

std::string written(const Tensor& tensor, formats::Format format) {
  Output output = Output::to_memory();
  const std::unique_ptr<Sink> writer = formats::open_writer(output, {.format = format});
  const Frame no_frame;
  writer->begin({tensor.shape, tensor.dtype, &no_frame});
  writer->write(tensor.values);
  writer->end();
  return output.take();
}

bool can_hold(formats::Format format, const Shape& shape) {
  return !is_csv(format) || ((shape.size() == 1 || shape.size() == 2) && element_count(shape) > 0);
}

/// What is left of a shape in a format that has no place for it.
Shape remembered(formats::Format format, const Shape& shape) {
  if (format == formats::Format::npy) return shape;
  if (is_csv(format)) return shape.size() == 2 && shape[1] == 1 ? Shape{shape[0]} : shape;
  const auto first_empty = std::find(shape.begin(), shape.end(), 0U);
  return {shape.begin(), first_empty == shape.end() ? first_empty : first_empty + 1};
}

bool is_same(double a, double b) {
  return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b);
}

/// Whether the digits say the value: it lies within half a unit of them, or they are the fewest that tell it from
/// others of its dtype, as NumPy prints.
bool is_honest(const check::ExpectedNumber& number, Dtype dtype, double value) {
  if (std::isnan(value)) return std::isnan(number.value);
  return check::meets_half(number, check::point(value)) || round_to(dtype, number.value) == value;
}

}  // namespace

void expect_same_values(const Tensor& actual, const Tensor& expected, const std::string& what) {
  const std::vector<double> found = as_doubles(actual.values);
  const std::vector<double> wanted = as_doubles(expected.values);
  expect(found.size() == wanted.size(), fmt::format("{}: {} elements are {}", what, wanted.size(), found.size()));
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    expect(is_same(found[i], wanted[i]), fmt::format("{}: element {}, {}, is {}", what, i, wanted[i], found[i]));
  }
}

void expect_round_trip(const Tensor& tensor, formats::Format format) {
  const std::string what = fmt::format("written as {} and read again", name(format));
  std::string text;
  try {
    text = written(tensor, format);
  } catch (const Error& error) {
    expect(!can_hold(format, tensor.shape), fmt::format("{}: {}", what, error.what()));
    return;
  }
  expect(can_hold(format, tensor.shape), fmt::format("{}: shape {} was taken", what, shape_text(tensor.shape)));
  formats::ReadOptions options;
  options.format = format;
  options.dtype = tensor.dtype;
  options.header = is_csv(format) ? formats::HeaderRule::no : formats::HeaderRule::automatic;
  const Reading reading = read_file(text, options);
  expect(reading.error.empty(), fmt::format("{}: {}\n{}", what, reading.error, text));
  expect(reading.tensors.size() == 1, fmt::format("{}: {} tensors\n{}", what, reading.tensors.size(), text));
  expect(reading.tensors[0].shape == remembered(format, tensor.shape),
         fmt::format("{}: shape {} is {}", what, shape_text(tensor.shape), shape_text(reading.tensors[0].shape)));
  expect_same_values(reading.tensors[0], tensor, what);
}

void expect_honest_print(const Tensor& tensor, formats::Format format) {
  const std::string text = written(tensor, format);
  const std::string what = fmt::format("printed as {}\n{}", name(format), text);
  formats::ReadOptions options;
  options.digits = true;
  const auto reader = formats::printed_reader("print", text, options);
  const std::optional<formats::Document> document = reader->next();
  expect(document && !reader->next(), what + "it is no tensor");
  expect(document->shape == tensor.shape,
         fmt::format("{}its shape {} is {}", what, shape_text(tensor.shape), shape_text(document->shape)));
  const std::vector<double> values = as_doubles(tensor.values);
  const std::vector<check::ExpectedNumber> numbers = check::with_result_units(*document->print);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const check::ExpectedNumber& number = numbers[i];
    expect(is_honest(number, tensor.dtype, values[i]),
           fmt::format("{}element {}, {}, is {}", what, i, values[i], number.text));
  }
}

}  // namespace softmax::fuzz
