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

/// Longer headers are refused: those of plain arrays take some hundred bytes.
inline constexpr std::size_t longest_npy_header = std::size_t{64} << 10;

/// What an array's header says.
struct NpyHeader {
  ItemType type;
  bool is_fortran_order = false;
  Shape shape;
};

/// Where a header stands, for messages.
struct NpyPlace {
  std::string source;        ///< the input's name
  std::uint64_t offset = 0;  ///< of the header's first byte in the input
};

/// Reads the header's text: the literal of a Python dict with the keys descr, fortran_order and shape, each once, in
/// any order. `dtype` is the one asked for: bfloat16 makes two-byte void readable. Throws Error, naming the field or
/// the byte offset, for any other text and for every type that holds no real numbers. The size of the data in bytes
/// fits std::size_t.
NpyHeader parse_npy_header(std::string_view text, const NpyPlace& place, std::optional<Dtype> dtype);

/// Throws the Error "byte <offset>: <message>".
[[noreturn]] void fail_at_byte(const std::string& source, std::uint64_t offset, std::string_view message);

}  // namespace softmax::formats
