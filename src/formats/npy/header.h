#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/dtype.h"
#include "core/shape.h"
#include "formats/npy/values.h"

namespace softmax::formats {
inline constexpr std::string_view npy_magic = "\x93NUMPY";

/// Longer headers are refused. Those of plain arrays have a few hundred bytes.
inline constexpr std::size_t longest_npy_header = std::size_t{64} << 10;

/// What an array's header says.
struct NpyHeader {
  ItemType type;
  bool is_fortran_order = false;
  Shape shape;
};

/// Where a header is, for messages.
struct NpyPlace {
  std::string source;        ///< the input's name
  std::uint64_t offset = 0;  ///< of the header's first byte in the input
};

/// Reads the text of a header: the literal of a Python dict with the keys descr, fortran_order and shape, each once, in
/// any order. `dtype` is the requested one: with bfloat16, items of two-byte void are read as bfloat16. Throws Error,
/// with the field or the byte offset, for any other text and for every type that does not hold real numbers. The size
/// of the data in bytes fits std::size_t.
NpyHeader parse_npy_header(std::string_view text, const NpyPlace& place, std::optional<Dtype> dtype);

/// Throws the Error "byte <offset>: <message>".
[[noreturn]] void fail_at_byte(const std::string& source, std::uint64_t offset, std::string_view message);
}  // namespace softmax::formats
