#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstring>

#include "core/formatted.h"
#include "formats/npy/header.h"

namespace softmax::formats {
namespace {
/// How items of one type are decoded: from their bytes to an integer, and from it to the number.
template <class BitsType, auto decode>
struct Item {
  using Bits = BitsType;
  using Value = decltype(decode(Bits()));

  template <bool is_swapped>
  static Value load(const char* bytes) {
    std::array<char, sizeof(Bits)> own;
    std::memcpy(own.data(), bytes, sizeof(Bits));
    if constexpr (is_swapped) std::reverse(own.begin(), own.end());
    return decode(std::bit_cast<Bits>(own));
  }
};

template <class To, class Bits>
To as(Bits bits) {
  return std::bit_cast<To>(bits);
}
std::uint8_t truth(std::uint8_t byte) { return byte != 0; }

/// Calls visit.operator()<Item>() with the decoder of the type.
template <class Visit>
auto with_item(const ItemType& type, Visit visit) {
  switch (type.kind) {
    case ItemKind::bfloat16:
      return visit.template operator()<Item<std::uint16_t, bfloat16_value>>();
    case ItemKind::boolean:
      return visit.template operator()<Item<std::uint8_t, truth>>();
    case ItemKind::floating:
      if (type.size == 2) return visit.template operator()<Item<std::uint16_t, float16_value>>();
      if (type.size == 4) return visit.template operator()<Item<std::uint32_t, as<float, std::uint32_t>>>();
      return visit.template operator()<Item<std::uint64_t, as<double, std::uint64_t>>>();
    case ItemKind::signed_integer:
      if (type.size == 1) return visit.template operator()<Item<std::uint8_t, as<std::int8_t, std::uint8_t>>>();
      if (type.size == 2) return visit.template operator()<Item<std::uint16_t, as<std::int16_t, std::uint16_t>>>();
      if (type.size == 4) return visit.template operator()<Item<std::uint32_t, as<std::int32_t, std::uint32_t>>>();
      return visit.template operator()<Item<std::uint64_t, as<std::int64_t, std::uint64_t>>>();
    case ItemKind::unsigned_integer:
      break;
  }
  if (type.size == 1) return visit.template operator()<Item<std::uint8_t, as<std::uint8_t, std::uint8_t>>>();
  if (type.size == 2) return visit.template operator()<Item<std::uint16_t, as<std::uint16_t, std::uint16_t>>>();
  if (type.size == 4) return visit.template operator()<Item<std::uint32_t, as<std::uint32_t, std::uint32_t>>>();
  return visit.template operator()<Item<std::uint64_t, as<std::uint64_t, std::uint64_t>>>();
}

/// A double that rounds to every narrower type as the number itself does. Only integers of more than 53 bits are
/// changed: their last 11 bits become one bit, set if any of them was (rounding to odd), so that the next rounding is
/// correct.
template <class Value>
double wide(Value value) {
  if constexpr (std::integral<Value> && sizeof(Value) == 8) {
    constexpr Value largest_exact = Value{1} << 53;
    const bool is_exact =
        value <= largest_exact && (std::unsigned_integral<Value> || value >= Value{0} - largest_exact);
    if (!is_exact) {
      constexpr Value last_bits = (Value{1} << 11) - 1;
      const Value odd = (value & last_bits) != 0 ? last_bits + 1 : 0;
      return static_cast<double>((value & ~last_bits) | odd);
    }
  }
  return static_cast<double>(value);
}

/// Converts to a type that can hold the items' range.
template <class ItemDecoder, bool is_swapped, Real T>
void widen(const char* bytes, std::size_t count, T* values) {
  constexpr std::size_t size = sizeof(typename ItemDecoder::Bits);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = static_cast<T>(ItemDecoder::template load<is_swapped>(bytes + i * size));
  }
}

/// Converts to a narrower type, and searches for the first item beyond its range only if there is one.
template <class ItemDecoder, bool is_swapped, Real T>
std::size_t narrow(Dtype dtype, const char* bytes, std::size_t count, T* values) {
  constexpr std::size_t size = sizeof(typename ItemDecoder::Bits);
  const auto is_beyond = [=](std::size_t i) {
    return std::isinf(values[i]) && !std::isinf(wide(ItemDecoder::template load<is_swapped>(bytes + i * size)));
  };
  bool any_beyond = false;
  for (std::size_t i = 0; i < count; ++i) {
    const double value = wide(ItemDecoder::template load<is_swapped>(bytes + i * size));
    values[i] = static_cast<T>(round_to(dtype, value));
    any_beyond |= is_beyond(i);
  }
  std::size_t first = any_beyond ? 0 : count;
  while (first < count && !is_beyond(first)) ++first;
  return first;
}

template <class ItemDecoder, bool is_swapped, Real T>
std::size_t convert(const ItemType& type, Dtype dtype, const char* bytes, std::size_t count, T* values) {
  // Static casts to float64 and float32 are single roundings; only a double can be beyond float32.
  constexpr bool is_double = std::same_as<typename ItemDecoder::Value, double>;
  const bool is_single_rounding = std::same_as<T, double> || (dtype == Dtype::float32 && !is_double);
  if (is_single_rounding || natural_dtype(type) == dtype) {
    widen<ItemDecoder, is_swapped>(bytes, count, values);
    return count;
  }
  return narrow<ItemDecoder, is_swapped>(dtype, bytes, count, values);
}
}  // namespace

std::string name(const ItemType& type) {
  if (type.kind == ItemKind::boolean) return "bool";
  const std::string_view kind = type.kind == ItemKind::floating         ? "float"
                                : type.kind == ItemKind::bfloat16       ? "bfloat"
                                : type.kind == ItemKind::signed_integer ? "int"
                                                                        : "uint";
  return formatted("{}{}", kind, 8 * type.size);
}

Dtype natural_dtype(const ItemType& type) {
  if (type.kind == ItemKind::bfloat16) return Dtype::bfloat16;
  if (type.kind == ItemKind::floating && type.size == 2) return Dtype::float16;
  if (type.kind == ItemKind::floating && type.size == 4) return Dtype::float32;
  return Dtype::float64;
}

bool is_stored_as(const ItemType& type, Dtype dtype) {
  const std::size_t size = dtype == Dtype::float64 ? sizeof(double) : dtype == Dtype::float32 ? sizeof(float) : 0;
  return type.kind == ItemKind::floating && type.size == size && !type.is_swapped;
}

bool can_be_beyond(const ItemType& type, Dtype dtype) {
  if (dtype == Dtype::float64 || type.kind == ItemKind::boolean) return false;
  // The largest float32 rounds up to an infinity in bfloat16.
  if (type.kind == ItemKind::floating) return type.size == 8 || (type.size == 4 && dtype != Dtype::float32);
  if (type.kind == ItemKind::signed_integer) return dtype == Dtype::float16 && type.size >= 4;
  return dtype == Dtype::float16 && type.size >= 2;
}

template <Real T>
std::size_t convert_items(const ItemType& type, Dtype dtype, const char* bytes, std::size_t count, T* values) {
  return with_item(type, [&]<class ItemDecoder>() {
    return type.is_swapped ? convert<ItemDecoder, true>(type, dtype, bytes, count, values)
                           : convert<ItemDecoder, false>(type, dtype, bytes, count, values);
  });
}

template std::size_t convert_items(const ItemType&, Dtype, const char*, std::size_t, float*);
template std::size_t convert_items(const ItemType&, Dtype, const char*, std::size_t, double*);

std::string item_text(const ItemType& type, const char* bytes) {
  return with_item(type, [&]<class ItemDecoder>() {
    if (type.is_swapped) return formatted("{}", ItemDecoder::template load<true>(bytes));
    return formatted("{}", ItemDecoder::template load<false>(bytes));
  });
}
}  // namespace softmax::formats
