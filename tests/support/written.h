#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/block.h"
#include "core/error.h"
#include "formats/writer.h"

namespace softmax::test {

/// A tensor to be written, with what was around it.
struct Framed {
  Tensor tensor;
  Frame frame;
};

inline Framed float64(Shape shape, std::vector<double> values, Frame frame = {}) {
  return {{std::move(shape), Dtype::float64, std::move(values)}, std::move(frame)};
}

inline Framed narrow(Dtype dtype, Shape shape, std::vector<float> values, Frame frame = {}) {
  return {{std::move(shape), dtype, std::move(values)}, std::move(frame)};
}

/// The bytes of the tensors one after another, each written in a block of `first` elements and then in blocks of
/// `size`.
inline std::string written_in_blocks(const formats::WriteOptions& options, const std::vector<Framed>& tensors,
                                     std::size_t first, std::size_t size) {
  Output output = Output::to_memory();
  const std::unique_ptr<Sink> writer = formats::open_writer(output, options);
  for (const auto& [tensor, frame] : tensors) {
    writer->begin({tensor.shape, tensor.dtype, &frame});
    const Block values = tensor.values;
    std::size_t done = 0;
    for (std::size_t block = first; done < values.size(); block = size) {
      block = std::min(block, values.size() - done);
      writer->write(values.part(done, block));
      done += block;
    }
    writer->end();
  }
  return output.take();
}

/// The bytes of the tensors one after another, in blocks of `size` elements that are prepared from the last to the
/// first before any is written.
inline std::string written_prepared(const formats::WriteOptions& options, const std::vector<Framed>& tensors,
                                    std::size_t size) {
  Output output = Output::to_memory();
  const std::unique_ptr<Sink> writer = formats::open_writer(output, options);
  for (const auto& [tensor, frame] : tensors) {
    writer->begin({tensor.shape, tensor.dtype, &frame});
    const Block values = tensor.values;
    const auto block = [&](std::size_t i) { return values.part(i * size, std::min(size, values.size() - i * size)); };
    std::vector<Prepared> prepared((values.size() + size - 1) / size);
    for (std::size_t i = prepared.size(); i-- > 0;) writer->prepare(i * size, block(i), prepared[i]);
    for (std::size_t i = 0; i < prepared.size(); ++i) writer->write_prepared(block(i), prepared[i]);
    writer->end();
  }
  return output.take();
}

/// The bytes of the tensors one after another; checks that they are the same however the values are cut into blocks,
/// prepared or not.
inline std::string written(const formats::WriteOptions& options, const std::vector<Framed>& tensors) {
  const std::size_t whole = std::numeric_limits<std::size_t>::max();
  std::string bytes = written_in_blocks(options, tensors, whole, whole);
  std::size_t longest = 0;
  for (const Framed& framed : tensors) longest = std::max(longest, size(framed.tensor.values));
  for (std::size_t split = 0; split < longest; ++split)
    CHECK(written_in_blocks(options, tensors, split, whole) == bytes);
  CHECK(written_in_blocks(options, tensors, 1, 1) == bytes);
  for (std::size_t size = 1; size <= std::min<std::size_t>(longest, 8); ++size) {
    CHECK(written_prepared(options, tensors, size) == bytes);
  }
  return bytes;
}

inline std::string written(const formats::WriteOptions& options, const Framed& tensor) {
  return written(options, std::vector<Framed>{tensor});
}

/// The message of the Error that writing throws; "" without one.
inline std::string refusal(const formats::WriteOptions& options, const std::vector<Framed>& tensors) {
  try {
    written(options, tensors);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace softmax::test
