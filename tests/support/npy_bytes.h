#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>

namespace softmax::test {

/// The bytes of values of one C++ type one after another, in little-endian order or reversed.
template <class Value>
std::string item_bytes(std::initializer_list<Value> values, bool is_big_endian = false) {
  std::string bytes;
  for (const Value value : values) {
    std::string one(sizeof(Value), '\0');
    std::memcpy(one.data(), &value, sizeof(Value));
    if (is_big_endian != (std::endian::native == std::endian::big)) std::reverse(one.begin(), one.end());
    bytes += one;
  }
  return bytes;
}

/// An array as a .npy file has it: magic, version, the header's length, the header as it is given, data. The layout is
/// that of NumPy's format document (NEP 1); NumPy's padding to 64 bytes is left to the header.
inline std::string npy_bytes(std::string_view header, std::string_view data, int version = 1) {
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(version);
  bytes += '\0';
  const auto length = static_cast<std::uint32_t>(header.size());
  bytes += item_bytes({length}).substr(0, version == 1 ? 2 : 4);
  return bytes.append(header).append(data);
}

/// The same with the header that NumPy writes for a type, an order and a shape in Python's notation.
inline std::string npy_array(std::string_view descr, std::string_view shape, std::string_view data,
                             bool is_fortran_order = false) {
  std::string header = "{'descr': '";
  header.append(descr).append("', 'fortran_order': ").append(is_fortran_order ? "True" : "False");
  header.append(", 'shape': ").append(shape).append(", }");
  while ((10 + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  return npy_bytes(header, data);
}

}  // namespace softmax::test
