#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "core/dtype.h"
#include "core/tensor.h"

namespace softmax {

/// Where values come from, block by block: memory, a file, a pipe.
template <Real T>
class Source {
 public:
  virtual ~Source() = default;

  /// Elements [first, first + count) in row-major order: a view of the source's own memory, or of `buffer`, filled with
  /// them; good until the buffer changes. Throws Error when they can't be had. A source that can't be read again is
  /// asked for its elements in order, each once.
  virtual std::span<const T> read(std::size_t first, std::size_t count, std::vector<T>& buffer) = 0;

  /// Whether elements may be asked for again, in any order.
  virtual bool rereadable() const = 0;
};

/// A source of either type of values.
using AnySource = std::variant<std::unique_ptr<Source<float>>, std::unique_ptr<Source<double>>>;

/// Values in memory as a source.
template <Real T>
class MemorySource : public Source<T> {
 public:
  explicit MemorySource(std::vector<T> values) : values_(std::move(values)) {}

  std::span<const T> read(std::size_t first, std::size_t count, std::vector<T>&) override {
    return std::span<const T>(values_).subspan(first, count);
  }
  bool rereadable() const override { return true; }

 private:
  std::vector<T> values_;
};

inline AnySource memory_source(Values values) {
  return std::visit(
      []<Real T>(std::vector<T>& v) -> AnySource { return std::make_unique<MemorySource<T>>(std::move(v)); }, values);
}

}  // namespace softmax
