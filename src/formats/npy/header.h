#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/dtype.h"
#include "core/shape.h"

namespace softmax::formats {
enum class ItemKind { floating, bfloat16, signed_integer, unsigned_integer, boolean };

/// How one number is stored in the bytes of an array.
struct ItemType {
  ItemKind kind = ItemKind::floating;
  std::size_t size = 8;     ///< bytes: 2, 4, 8 floating; 2 bfloat16; 1, 2, 4, 8 integers; 1 boolean
  bool is_swapped = false;  ///< the byte order is not the machine's
};

/// "float32", "uint8", "bool", …: the type's name in NumPy.
std::string name(const ItemType& type);

/// The dtype that holds the items exactly; float64 for integers and booleans.
Dtype natural_dtype(const ItemType& type);

/// Whether the items are stored as memory holds values of the dtype.
bool is_stored_as(const ItemType& type, Dtype dtype);

/// Whether an item can be finite and beyond the dtype's range.
bool can_be_beyond(const ItemType& type, Dtype dtype);

/// Converts items to the nearest values of the dtype, each by one rounding. `bytes` holds `count` items, aligned or
/// not; T is the type that holds the dtype. Returns `count`, or the number of the first item that is finite and
/// beyond the range of the dtype.
template <Real T>
std::size_t convert_items(const ItemType& type, Dtype dtype, const char* bytes, std::size_t count, T* values);

/// One item in decimal, as an error message shows it: the shortest digits of a float, all digits of an integer.
std::string item_text(const ItemType& type, const char* bytes);

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
