#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "core/error.h"
#include "core/tensor.h"
#include "formats/writer.h"

namespace softmax::test {

/// A tensor to be written, with what stood around it.
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

/// The bytes of the tensors one after another, each given in a block of `first` elements and then in blocks of `size`.
inline std::string written_in_blocks(const formats::WriteOptions& options, const std::vector<Framed>& tensors,
                                     std::size_t first, std::size_t size) {
  Output output = Output::to_memory();
  const std::unique_ptr<Sink> writer = formats::open_writer(output, options);
  for (const auto& [tensor, frame] : tensors) {
    writer->begin({tensor.shape, tensor.dtype, &frame});
    std::visit(
        [&]<Real T>(const std::vector<T>& values) {
          std::span<const T> rest = values;
          for (std::size_t block = first; !rest.empty(); block = size) {
            block = std::min(block, rest.size());
            writer->write(rest.first(block));
            rest = rest.subspan(block);
          }
        },
        tensor.values);
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
    std::visit(
        [&]<Real T>(const std::vector<T>& values) {
          const std::size_t blocks = (values.size() + size - 1) / size;
          const auto block = [&](std::size_t i) {
            return std::span(values).subspan(i * size, std::min(size, values.size() - i * size));
          };
          std::vector<Prepared> prepared(blocks);
          for (std::size_t i = blocks; i-- > 0;) writer->prepare(i * size, block(i), prepared[i]);
          for (std::size_t i = 0; i < blocks; ++i) writer->write_prepared(block(i), prepared[i]);
        },
        tensor.values);
    writer->end();
  }
  return output.take();
}

/// The bytes of the tensors one after another; checks that they are the same however the values are cut into blocks,
/// prepared or not.
inline std::string written(const formats::WriteOptions& options, const std::vector<Framed>& tensors) {
  const std::size_t whole = std::numeric_limits<std::size_t>::max();
  std::string bytes = written_in_blocks(options, tensors, whole, whole);
  std::size_t most = 0;
  for (const Framed& framed : tensors) most = std::max(most, size(framed.tensor.values));
  for (std::size_t split = 0; split < most; ++split) CHECK(written_in_blocks(options, tensors, split, whole) == bytes);
  CHECK(written_in_blocks(options, tensors, 1, 1) == bytes);
  for (std::size_t size = 1; size <= std::min<std::size_t>(most, 8); ++size) {
    CHECK(written_prepared(options, tensors, size) == bytes);
  }
  return bytes;
}

inline std::string written(const formats::WriteOptions& options, const Framed& tensor) {
  return written(options, std::vector<Framed>{tensor});
}

/// The message of the Error that writing throws; "" when it throws none.
inline std::string refusal(const formats::WriteOptions& options, const std::vector<Framed>& tensors) {
  try {
    written(options, tensors);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace softmax::test
