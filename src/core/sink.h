#pragma once

#include <fmt/format.h>

#include "core/block.h"
#include "core/error.h"

namespace softmax {
/// A JSON document around the tensor in it, byte for byte (--keep).
struct JsonFrame {
  std::string before;
  std::string after;
  bool flat = false;  ///< the tensor was one array of all elements next to its shape, and is written as one
};

/// The parts of a CSV file that pass through, byte for byte except for line ends.
struct CsvFrame {
  char delimiter = ',';  ///< ' ' for runs of blanks
  bool has_header = false;
  std::string header;               ///< the first line, without its end
  std::vector<std::string> labels;  ///< a row's leading columns with the delimiter after them; empty without labels
};

/// What was around the tensor in its input, for a writer of the same format to put back.
using Frame = std::variant<std::monostate, JsonFrame, CsvFrame>;

/// What a sink learns about a tensor before its values come.
struct TensorHeader {
  Shape shape;
  Dtype dtype = Dtype::float64;
  const Frame* frame = nullptr;  ///< what was around the input; never null
};

/// What a sink has made of a block before its turn: text.
using Prepared = fmt::memory_buffer;

/// Where results go: a writer of some format, or memory. Tensors come one after another: for each, begin, its values in
/// row-major order in blocks of any size, end.
///
/// A sink gets a block by `write`, or in two steps: `prepare`, which several threads may call at once and in any order,
/// and `write_prepared` when it is the block's turn.
class Sink {
 public:
  virtual ~Sink() = default;

  virtual void begin(const TensorHeader& header) = 0;
  virtual void write(const Block& values) = 0;
  virtual void end() = 0;

  /// Appends what can be made of a block before its turn: by default nothing. `first` is the place of its first value
  /// in the tensor.
  virtual void prepare(std::size_t /*first*/, const Block& /*values*/, Prepared&) const {}

  /// Takes a block with what `prepare` made of it.
  virtual void write_prepared(const Block& values, const Prepared&) { write(values); }
};

/// A sink that passes everything to two others. For the second, nothing is prepared.
class TeeSink : public Sink {
 public:
  TeeSink(Sink& first, Sink& second) : first_(first), second_(second) {}

  void begin(const TensorHeader& header) override {
    first_.begin(header);
    second_.begin(header);
  }
  void write(const Block& values) override {
    first_.write(values);
    second_.write(values);
  }
  void end() override {
    first_.end();
    second_.end();
  }
  void prepare(std::size_t first, const Block& values, Prepared& text) const override {
    first_.prepare(first, values, text);
  }
  void write_prepared(const Block& values, const Prepared& text) override {
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
  void write(const Block& values) override {
    values.visit([this](const auto& block) { append(block); });
  }
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
