#pragma once

#include <memory>
#include <utility>
#include <variant>

#include "core/dtype.h"
#include "core/shape.h"

namespace softmax {
/// Values in row-major order: doubles for float64, floats for the other dtypes.
using Values = std::variant<std::vector<float>, std::vector<double>>;

/// A tensor in memory. Every value is one of the dtype.
struct Tensor {
  Shape shape;
  Dtype dtype = Dtype::float64;
  Values values;
};

/// No values, of the C++ type that holds the dtype.
inline Values no_values(Dtype dtype) {
  if (dtype == Dtype::float64) return std::vector<double>();
  return std::vector<float>();
}

/// The numbers as doubles; exact.
inline std::vector<double> as_doubles(const Values& values) {
  return std::visit([](const auto& kept) { return std::vector<double>(kept.begin(), kept.end()); }, values);
}

inline std::size_t size(const Values& values) {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

/// Some values of a tensor, one after another in row-major order: a view of memory that is not the block's. Readers,
/// compute and writers hand tensors to one another in blocks. As in Values, the type of the numbers follows from the
/// dtype.
class Block {
 public:
  template <Real T>
  Block(std::span<const T> values) : values_(values) {}
  template <Real T>
  Block(const std::vector<T>& values) : values_(std::span<const T>(values)) {}
  Block(const Values& values) : values_(std::visit([](const auto& kept) { return Block(kept).values_; }, values)) {}

  std::size_t size() const {
    return std::visit([](const auto& values) { return values.size(); }, values_);
  }

  /// The values; T is the type that holds their dtype.
  template <Real T>
  std::span<const T> as() const {
    return std::get<std::span<const T>>(values_);
  }

  /// Their bytes, as memory holds them.
  std::span<const std::byte> bytes() const {
    return std::visit([](const auto& values) { return std::as_bytes(values); }, values_);
  }

  /// Values [first, first + count) of the block.
  Block part(std::size_t first, std::size_t count) const {
    return std::visit([=](const auto& values) { return Block(values.subspan(first, count)); }, values_);
  }

  /// Calls action(values) with a std::span<const float> or a std::span<const double>. Code that works on each value
  /// chooses its type with one call for a block.
  template <class Action>
  decltype(auto) visit(const Action& action) const {
    return std::visit(action, values_);
  }

 private:
  std::variant<std::span<const float>, std::span<const double>> values_;
};

/// Memory for the values of a block, kept from one block to the next.
class Buffer {
 public:
  /// The values in it. Those of the other type are dropped.
  template <Real T>
  std::vector<T>& as() {
    if (!std::holds_alternative<std::vector<T>>(values_)) values_.emplace<std::vector<T>>();
    return std::get<std::vector<T>>(values_);
  }

 private:
  Values values_;
};

/// Where values come from, block by block: memory, a file, a pipe.
class Source {
 public:
  virtual ~Source() = default;

  /// Elements [first, first + count) in row-major order: a view of the source's own memory, or of `buffer`, which is
  /// filled with them; valid until the buffer changes. Throws Error when they can't be read. A source that can't be
  /// read again is asked for its elements in order, each once.
  virtual Block read(std::size_t first, std::size_t count, Buffer& buffer) = 0;

  /// Whether elements may be asked for again, in any order.
  virtual bool rereadable() const = 0;
};

/// Values in memory as a source.
class MemorySource final : public Source {
 public:
  explicit MemorySource(Values values) : values_(std::move(values)) {}

  Block read(std::size_t first, std::size_t count, Buffer&) override { return Block(values_).part(first, count); }
  bool rereadable() const override { return true; }

 private:
  Values values_;
};

inline std::unique_ptr<Source> memory_source(Values values) {
  return std::make_unique<MemorySource>(std::move(values));
}
}  // namespace softmax
