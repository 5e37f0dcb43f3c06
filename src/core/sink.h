#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/dtype.h"
#include "core/frame.h"
#include "core/memory.h"
#include "core/shape.h"
#include "core/tensor.h"

namespace softmax {

/// What a sink is told about a tensor before its values come.
struct TensorHeader {
  Shape shape;
  Dtype dtype = Dtype::float64;
  const Frame* frame = nullptr;  ///< what stood around the input; never null
};

/// What a sink has made of a block before its turn: text.
using Prepared = fmt::memory_buffer;

/// Where results go: a writer of some format, or memory. Tensors come one after another, each as begin, its values in
/// row-major order in blocks of any size, end. Values are of the type that holds the dtype.
///
/// A block goes there by `write`, or in two steps: `prepare`, which several threads may do at once and in any order,
/// and `write_prepared` when it is its turn.
class Sink {
 public:
  virtual ~Sink() = default;

  virtual void begin(const TensorHeader& header) = 0;
  virtual void write(std::span<const float> values) = 0;
  virtual void write(std::span<const double> values) = 0;
  virtual void end() = 0;

  /// Appends what can be made of a block ahead of its turn: by default nothing. `first` is the place of its first value
  /// in the tensor.
  virtual void prepare(std::size_t /*first*/, std::span<const float>, Prepared&) const {}
  virtual void prepare(std::size_t /*first*/, std::span<const double>, Prepared&) const {}

  /// Takes a block with what `prepare` made of it.
  virtual void write_prepared(std::span<const float> values, const Prepared&) { write(values); }
  virtual void write_prepared(std::span<const double> values, const Prepared&) { write(values); }

  /// Memory of the sink's own for the next `count` values, so that they need not be copied: who gets some puts them
  /// there and then gives that very span to `write`, in the order in which the room was given. Empty when the sink has
  /// none.
  virtual std::span<float> room_for_floats(std::size_t /*count*/) { return {}; }
  virtual std::span<double> room_for_doubles(std::size_t /*count*/) { return {}; }
};

template <Real T>
std::span<T> room_for(Sink& sink, std::size_t count) {
  if constexpr (std::same_as<T, float>) {
    return sink.room_for_floats(count);
  } else {
    return sink.room_for_doubles(count);
  }
}

/// A sink that gives everything to two others. Of the second nothing is prepared.
class TeeSink : public Sink {
 public:
  TeeSink(Sink& first, Sink& second) : first_(first), second_(second) {}

  void begin(const TensorHeader& header) override {
    first_.begin(header);
    second_.begin(header);
  }
  void write(std::span<const float> values) override {
    first_.write(values);
    second_.write(values);
  }
  void write(std::span<const double> values) override {
    first_.write(values);
    second_.write(values);
  }
  void end() override {
    first_.end();
    second_.end();
  }
  void prepare(std::size_t first, std::span<const float> values, Prepared& text) const override {
    first_.prepare(first, values, text);
  }
  void prepare(std::size_t first, std::span<const double> values, Prepared& text) const override {
    first_.prepare(first, values, text);
  }
  void write_prepared(std::span<const float> values, const Prepared& text) override {
    first_.write_prepared(values, text);
    second_.write(values);
  }
  void write_prepared(std::span<const double> values, const Prepared& text) override {
    first_.write_prepared(values, text);
    second_.write(values);
  }

 private:
  Sink& first_;
  Sink& second_;
};

/// A sink that keeps the values of the last tensor.
class MemorySink : public Sink {
 public:
  void begin(const TensorHeader& header) override { tensor_ = {header.shape, header.dtype, no_values(header.dtype)}; }
  void write(std::span<const float> values) override { append(values); }
  void write(std::span<const double> values) override { append(values); }
  void end() override {}

  Tensor& tensor() { return tensor_; }

 private:
  template <Real T>
  void append(std::span<const T> values) {
    auto& kept = std::get<std::vector<T>>(tensor_.values);
    with_memory([&] { kept.insert(kept.end(), values.begin(), values.end()); },
                [this] {
                  return memory_error(
                      memory_size(tensor_.shape, tensor_.dtype),
                      tensor_text("result", tensor_.shape, tensor_.dtype) + ", which this output keeps whole");
                });
  }

  Tensor tensor_;
};

}  // namespace softmax
