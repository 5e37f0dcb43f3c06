#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "core/block.h"

namespace softmax {

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
