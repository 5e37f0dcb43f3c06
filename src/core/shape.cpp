#include "core/shape.h"

#include <algorithm>
#include <limits>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"

namespace softmax {
std::size_t element_count(const Shape& shape) {
  const bool is_empty = std::find(shape.begin(), shape.end(), 0U) != shape.end();
  const std::size_t maximum =
      is_empty ? maximum_empty_brackets / shape.size() : std::numeric_limits<std::size_t>::max() / 16;
  std::size_t count = 1;
  for (const std::size_t size : shape) {
    if (size == 0) continue;
    if (count > maximum / size) {
      throw Error(formatted("a tensor of shape {} has more {}", shape_text(shape),
                            is_empty ? formatted("than {} brackets around nothing", maximum_empty_brackets)
                                     : "elements than memory can address"));
    }
    count *= size;
  }
  return is_empty ? 0 : count;
}

Index index_of(std::size_t place, const Shape& shape) {
  Index index(shape.size());
  for (std::size_t dim = shape.size(); dim-- > 0;) {
    index[dim] = place % shape[dim];
    place /= shape[dim];
  }
  return index;
}

std::size_t place_of(const Index& index, const Shape& shape) {
  std::size_t place = 0;
  for (std::size_t dim = 0; dim < shape.size(); ++dim) place = place * shape[dim] + index[dim];
  return place;
}

std::string shape_text(const Shape& shape) {
  return formatted("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

std::string index_text(const Index& index) { return formatted("[{}]", fmt::join(index, ",")); }
}  // namespace softmax
