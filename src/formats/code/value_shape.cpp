#include <algorithm>
#include <numeric>
#include <utility>

#include "core/formatted.h"
#include "formats/code/value.h"

// How code gives numbers another shape, picks some of them, and joins arrays.

namespace softmax::formats {
namespace {
std::vector<std::size_t> row_major_steps(const Shape& shape) {
  std::vector<std::size_t> steps(shape.size(), 1);
  for (std::size_t dim = shape.size(); dim-- > 1;) steps[dim - 1] = steps[dim] * shape[dim];
  return steps;
}

/// The same value with the numbers whose places are start + the sum of index[k] * steps[k].
CodeValue picked(const CodeValue& value, const Shape& shape, std::ptrdiff_t start,
                 const std::vector<std::ptrdiff_t>& steps) {
  CodeValue result = value;
  result.shape = shape;
  result.numbers.clear();
  std::vector<std::size_t> index(shape.size(), 0);
  std::ptrdiff_t place = start;
  const std::size_t count = element_count(shape);
  result.numbers.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    result.numbers.push_back(value.numbers[static_cast<std::size_t>(place)]);
    for (std::size_t dim = shape.size(); dim-- > 0;) {
      place += steps[dim];
      if (++index[dim] < shape[dim]) break;
      place -= steps[dim] * static_cast<std::ptrdiff_t>(shape[dim]);
      index[dim] = 0;
    }
  }
  return result;
}

/// The start and the count of a slice of a dim, as Python's slice.indices works them out.
struct Run {
  std::ptrdiff_t start;
  std::size_t count;
};

Run run_of(const CodeIndex& slice, std::size_t dim_size) {
  const auto size = static_cast<long>(dim_size);
  const bool is_forward = slice.step > 0;
  const long lowest = is_forward ? 0 : -1;
  const long highest = is_forward ? size : size - 1;
  const auto bound = [&](std::optional<long> at, long otherwise) {
    if (!at) return otherwise;
    return std::clamp(*at < 0 ? *at + size : *at, lowest, highest);
  };
  const long start = bound(slice.start, is_forward ? lowest : highest);
  const long stop = bound(slice.stop, is_forward ? highest : lowest);
  const long length = is_forward ? stop - start : start - stop;
  const long step = is_forward ? slice.step : -slice.step;
  return {start, length > 0 ? static_cast<std::size_t>((length + step - 1) / step) : 0};
}
}  // namespace

CodeValue reshaped_value(CodeValue value, const std::vector<long>& sizes) {
  Shape shape;
  std::size_t known = 1;
  std::optional<std::size_t> open;
  for (const long size : sizes) {
    if (size < -1 || (size == -1 && open)) throw CodeError("expected sizes from 0 on, and -1 once");
    if (size == -1) open = shape.size();
    shape.push_back(size == -1 ? 1 : static_cast<std::size_t>(size));
    if (size != -1) known *= static_cast<std::size_t>(size);
  }
  const std::size_t count = value.numbers.size();
  if (open && known > 0) shape[*open] = count / known;
  if (shape.size() > largest_rank || element_count(shape) != count || (open && known == 0)) {
    throw CodeError(formatted("{} elements do not have that shape", count));
  }
  value.shape = shape;
  return value;
}

CodeValue permuted_value(const CodeValue& value, const std::vector<std::size_t>& order) {
  const std::vector<std::size_t> steps = row_major_steps(value.shape);
  Shape shape;
  std::vector<std::ptrdiff_t> new_steps;
  std::vector<bool> is_used(value.shape.size(), false);
  if (order.size() != value.shape.size()) throw CodeError("expected each dim once");
  for (const std::size_t dim : order) {
    if (is_used[dim]) throw CodeError("expected each dim once");
    is_used[dim] = true;
    shape.push_back(value.shape[dim]);
    new_steps.push_back(static_cast<std::ptrdiff_t>(steps[dim]));
  }
  return picked(value, shape, 0, new_steps);
}

CodeValue indexed_value(const CodeValue& value, const std::vector<CodeIndex>& indices) {
  const auto takes_dim = [](const CodeIndex& index) {
    return index.kind == CodeIndex::Kind::whole || index.kind == CodeIndex::Kind::slice;
  };
  const auto taken = static_cast<std::size_t>(std::count_if(indices.begin(), indices.end(), takes_dim));
  const std::size_t rank = value.shape.size();
  if (taken > rank) throw CodeError(formatted("{} indices for a tensor of rank {}", taken, rank));
  const std::vector<std::size_t> steps = row_major_steps(value.shape);
  Shape shape;
  std::vector<std::ptrdiff_t> new_steps;
  std::ptrdiff_t start = 0;
  std::size_t dim = 0;
  const auto keep = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, ++dim) {
      shape.push_back(value.shape[dim]);
      new_steps.push_back(static_cast<std::ptrdiff_t>(steps[dim]));
    }
  };
  for (const CodeIndex& index : indices) {
    if (index.kind == CodeIndex::Kind::ellipsis) {
      keep(rank - taken);
    } else if (index.kind == CodeIndex::Kind::new_dim) {
      shape.push_back(1);
      new_steps.push_back(0);
    } else if (index.kind == CodeIndex::Kind::whole) {
      start += static_cast<std::ptrdiff_t>(dim_place(*index.start, value.shape[dim]) * steps[dim]);
      ++dim;
    } else {
      if (index.step == 0 || (index.step < 0 && value.library == CodeLibrary::torch)) {
        throw CodeError("a slice whose step PyTorch refuses");
      }
      const Run run = run_of(index, value.shape[dim]);
      if (run.count > 0) start += run.start * static_cast<std::ptrdiff_t>(steps[dim]);
      shape.push_back(run.count);
      new_steps.push_back(index.step * static_cast<std::ptrdiff_t>(steps[dim]));
      ++dim;
    }
  }
  keep(rank - dim);
  return picked(value, shape, start, new_steps);
}

std::size_t dim_place(long dim, std::size_t rank) {
  const auto size = static_cast<long>(rank);
  if (dim < -size || dim >= size)
    throw CodeError(formatted("{} is out of range: expected one from {} to {}", dim, -size, size - 1));
  return static_cast<std::size_t>(dim < 0 ? dim + size : dim);
}

CodeValue joined(const std::vector<CodeValue>& arrays, long dim) {
  if (arrays.empty()) throw CodeError("expected arrays to join");
  CodeValue result = arrays[0];
  const std::size_t place = dim_place(dim, result.shape.size());
  result.shape[place] = 0;
  for (const CodeValue& array : arrays) {
    Shape others = array.shape;
    if (others.size() == result.shape.size()) {
      result.shape[place] += others[place];
      others[place] = result.shape[place];
    }
    if (others != result.shape)
      throw CodeError(
          formatted("arrays of shapes {} and {} do not join", shape_text(arrays[0].shape), shape_text(array.shape)));
    if (array.dtype != result.dtype || array.integers.has_value() != result.integers.has_value()) {
      if (array.dtype || result.dtype) throw CodeError("two dtypes meet: give the numbers one dtype");
      result.integers.reset();
    }
    if (array.printer != result.printer) result.printer = &by_hand;
  }
  result.numbers.clear();
  const Shape outer(result.shape.begin(), result.shape.begin() + static_cast<std::ptrdiff_t>(place));
  for (std::size_t i = 0; i < element_count(outer); ++i) {
    for (const CodeValue& array : arrays) {
      const auto run =
          static_cast<std::ptrdiff_t>(array.numbers.size() / std::max<std::size_t>(1, element_count(outer)));
      const auto begin = array.numbers.begin() + static_cast<std::ptrdiff_t>(i) * run;
      result.numbers.insert(result.numbers.end(), begin, begin + run);
    }
  }
  return result;
}

CodeValue stacked(const std::vector<CodeValue>& arrays, long dim) {
  if (arrays.empty()) throw CodeError("expected arrays to stack");
  const std::size_t place = dim_place(dim, arrays[0].shape.size() + 1);
  std::vector<CodeValue> thick = arrays;
  for (CodeValue& array : thick) {
    if (array.shape != arrays[0].shape) throw CodeError("expected arrays of one shape to stack");
    array.shape.insert(array.shape.begin() + static_cast<std::ptrdiff_t>(place), 1);
  }
  return joined(thick, static_cast<long>(place));
}
}  // namespace softmax::formats
