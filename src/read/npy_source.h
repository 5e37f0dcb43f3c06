#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "core/dtype.h"
#include "core/source.h"
#include "read/input.h"
#include "read/npy_values.h"

namespace softmax::read {

/// The data of one array in an input, and what is to be made of it.
struct NpyArray {
  std::uint64_t offset = 0;  ///< of the first item in the input
  std::size_t count = 0;     ///< items
  ItemType type;
  Dtype dtype = Dtype::float64;

  std::uint64_t bytes() const { return std::uint64_t{count} * type.size; }
  std::uint64_t end() const { return offset + bytes(); }
};

/// An input read in order; knows the offset at which it stands.
class NpyStream {
 public:
  explicit NpyStream(Input input) : input_(std::move(input)) {}

  const Input& input() const { return input_; }
  const std::string& name() const { return input_.name(); }
  std::uint64_t offset() const { return offset_; }

  /// The next bytes; fewer only at the end of the input.
  std::size_t read(char* to, std::size_t count);

  /// Moves forward to an offset, or to the end of the input when that comes before it.
  void skip_to(std::uint64_t offset);

 private:
  Input input_;
  std::uint64_t offset_ = 0;
};

/// The values of an array in the order of the file. From a regular file any of them can be read at any time, by several
/// threads at once; from anything else in order, and memory grows only with the bytes that come. Reading throws Error
/// when the input is too short for the array, or a value is beyond the dtype. The stream must outlive the source.
AnySource npy_source(NpyStream& stream, const NpyArray& array);

/// Throws the Error for an array of whose data only `available` bytes are there.
[[noreturn]] void fail_truncated(const std::string& source, const NpyArray& array, std::uint64_t available);

}  // namespace softmax::read
