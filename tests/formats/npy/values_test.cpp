#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "formats/npy/header.h"
#include "support/npy_bytes.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::item_bytes;

namespace {

template <Real T>
std::vector<T> converted(ItemType type, Dtype dtype, const std::string& bytes) {
  std::vector<T> values(bytes.size() / type.size);
  CHECK(convert_items(type, dtype, bytes.data(), values.size(), values.data()) == values.size());
  return values;
}

/// The items in both byte orders as float64.
template <class Value>
void check_both_orders(ItemKind kind, std::initializer_list<Value> items, const std::vector<double>& expected) {
  for (const bool is_swapped : {false, true}) {
    const ItemType type{kind, sizeof(Value), is_swapped};
    CAPTURE(name(type));
    CAPTURE(is_swapped);
    CHECK(converted<double>(type, Dtype::float64, item_bytes(items, is_swapped)) == expected);
  }
}

}  // namespace

TEST_CASE("every type in both byte orders") {
  check_both_orders<double>(ItemKind::floating, {1.5, -0x1p-1074, HUGE_VAL}, {1.5, -0x1p-1074, HUGE_VAL});
  check_both_orders<float>(ItemKind::floating, {1.5F, 0x1p-149F, -HUGE_VALF}, {1.5, 0x1p-149, -HUGE_VAL});
  // binary16: 1.5 is 0x3e00, the smallest subnormal 2^-24, the largest 0x7bff = 65504, -infinity 0xfc00.
  check_both_orders<std::uint16_t>(ItemKind::floating, {0x3e00, 0x0001, 0x7bff, 0xfc00},
                                   {1.5, 0x1p-24, 65504, -HUGE_VAL});
  check_both_orders<std::uint16_t>(ItemKind::bfloat16, {0x3fc0, 0xc000, 0x7f80}, {1.5, -2, HUGE_VAL});
  check_both_orders<std::int8_t>(ItemKind::signed_integer, {-128, 0, 127}, {-128, 0, 127});
  check_both_orders<std::int16_t>(ItemKind::signed_integer, {-32768, 258}, {-32768, 258});
  check_both_orders<std::int32_t>(ItemKind::signed_integer, {-2147483647 - 1, 16909060}, {-2147483648.0, 16909060});
  check_both_orders<std::int64_t>(ItemKind::signed_integer,
                                  {std::numeric_limits<std::int64_t>::min(), 72623859790382856},
                                  {-0x1p63, 72623859790382856.0});
  check_both_orders<std::uint8_t>(ItemKind::unsigned_integer, {0, 255}, {0, 255});
  check_both_orders<std::uint16_t>(ItemKind::unsigned_integer, {258, 65535}, {258, 65535});
  check_both_orders<std::uint32_t>(ItemKind::unsigned_integer, {16909060, 4294967295U}, {16909060, 4294967295.0});
  check_both_orders<std::uint64_t>(ItemKind::unsigned_integer, {1, std::numeric_limits<std::uint64_t>::max()},
                                   {1, 0x1p64});
  check_both_orders<std::uint8_t>(ItemKind::boolean, {0, 1}, {0, 1});
}

TEST_CASE("NaN stays NaN") {
  const ItemType type{ItemKind::floating, 8, false};
  const std::string bytes = item_bytes<double>({NAN});
  CHECK(std::isnan(converted<double>(type, Dtype::float64, bytes)[0]));
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32}) {
    CHECK(std::isnan(converted<float>(type, dtype, bytes)[0]));
  }
}

TEST_CASE("bytes need no alignment") {
  const std::string bytes = "x" + item_bytes<double>({1.5, 2.5});
  std::vector<double> values(2);
  CHECK(convert_items({ItemKind::floating, 8, false}, Dtype::float64, bytes.data() + 1, 2, values.data()) == 2);
  CHECK(values == std::vector<double>{1.5, 2.5});
}

TEST_CASE("narrower dtypes get the nearest value") {
  const ItemType float64{ItemKind::floating, 8, false};
  const ItemType float32{ItemKind::floating, 4, false};
  using Floats = std::vector<float>;
  CHECK(converted<float>(float64, Dtype::float32, item_bytes<double>({0.1, 1e-50, -HUGE_VAL})) ==
        Floats{0.1F, 0, -HUGE_VALF});
  // float16 has 11 bits: 2049 lies between 2048 and 2050, a tie that goes to the even 2048.
  CHECK(converted<float>(float64, Dtype::float16, item_bytes<double>({2049, 65519.99})) == Floats{2048, 65504});
  CHECK(converted<float>(float32, Dtype::float16, item_bytes<float>({2049, 65519.99F})) == Floats{2048, 65504});
  CHECK(converted<float>(float32, Dtype::bfloat16, item_bytes<float>({257, 259})) == Floats{256, 260});
}

TEST_CASE("wide integers are rounded once") {
  using Floats = std::vector<float>;
  const ItemType signed64{ItemKind::signed_integer, 8, false};
  const ItemType unsigned64{ItemKind::unsigned_integer, 8, false};
  // 2^62 + 2^54 is halfway between two bfloat16 values (8 bits), 1 more is nearer to the upper one. As a double the 1
  // is lost, and the tie would go down to the even 2^62.
  const std::int64_t tie = (std::int64_t{1} << 62) + (std::int64_t{1} << 54);
  CHECK(converted<float>(signed64, Dtype::bfloat16, item_bytes<std::int64_t>({tie, tie + 1, tie - 1})) ==
        Floats{0x1p62F, 0x1.02p62F, 0x1p62F});
  CHECK(converted<float>(signed64, Dtype::bfloat16, item_bytes<std::int64_t>({-tie, -tie - 1, -tie + 1})) ==
        Floats{-0x1p62F, -0x1.02p62F, -0x1p62F});
  const std::uint64_t upper = (std::uint64_t{1} << 63) + (std::uint64_t{1} << 55);
  CHECK(converted<float>(unsigned64, Dtype::bfloat16, item_bytes<std::uint64_t>({upper, upper + 1})) ==
        Floats{0x1p63F, 0x1.02p63F});
  // The same in float32, 24 bits.
  const std::int64_t tie32 = (std::int64_t{1} << 62) + (std::int64_t{1} << 38);
  CHECK(converted<float>(signed64, Dtype::float32, item_bytes<std::int64_t>({tie32, tie32 + 1})) ==
        Floats{0x1p62F, 0x1.000002p62F});
}

TEST_CASE("finite values beyond the dtype are found, never made infinite silently") {
  std::vector<float> values(3);
  const auto good = [&](ItemType type, Dtype dtype, const std::string& bytes) {
    return convert_items(type, dtype, bytes.data(), bytes.size() / type.size, values.data());
  };
  for (const bool is_swapped : {false, true}) {
    const ItemType float64{ItemKind::floating, 8, is_swapped};
    CHECK(good(float64, Dtype::float32, item_bytes<double>({1, 1e39, -1e39}, is_swapped)) == 1);
    CHECK(good(float64, Dtype::float32, item_bytes<double>({HUGE_VAL, -HUGE_VAL, -1e39}, is_swapped)) == 2);
    CHECK(good(float64, Dtype::float16, item_bytes<double>({65504, 65519, 65520}, is_swapped)) == 2);
    CHECK(good({ItemKind::floating, 4, is_swapped}, Dtype::bfloat16,
               item_bytes<float>({1, std::numeric_limits<float>::max(), 1}, is_swapped)) == 1);
    CHECK(good({ItemKind::unsigned_integer, 2, is_swapped}, Dtype::float16,
               item_bytes<std::uint16_t>({65504, 65535, 0}, is_swapped)) == 1);
    CHECK(good({ItemKind::signed_integer, 8, is_swapped}, Dtype::float16,
               item_bytes<std::int64_t>({-70000, 0, 0}, is_swapped)) == 0);
    CHECK(good({ItemKind::bfloat16, 2, is_swapped}, Dtype::float16,
               item_bytes<std::uint16_t>({0x3f80, 0x3f80, 0x7f00}, is_swapped)) == 2);
  }
}

TEST_CASE("can_be_beyond says so of exactly the types whose largest item is") {
  const struct {
    ItemType type;
    std::string largest;
  } table[] = {
      {{ItemKind::floating, 2, false}, item_bytes<std::uint16_t>({0x7bff})},
      {{ItemKind::floating, 4, false}, item_bytes<float>({std::numeric_limits<float>::max()})},
      {{ItemKind::floating, 8, false}, item_bytes<double>({std::numeric_limits<double>::max()})},
      {{ItemKind::bfloat16, 2, false}, item_bytes<std::uint16_t>({0x7f7f})},
      {{ItemKind::signed_integer, 1, false}, item_bytes<std::int8_t>({-128})},
      {{ItemKind::signed_integer, 2, false}, item_bytes<std::int16_t>({-32768})},
      {{ItemKind::signed_integer, 4, false}, item_bytes<std::int32_t>({2147483647})},
      {{ItemKind::signed_integer, 8, false}, item_bytes<std::int64_t>({std::numeric_limits<std::int64_t>::max()})},
      {{ItemKind::unsigned_integer, 1, false}, item_bytes<std::uint8_t>({255})},
      {{ItemKind::unsigned_integer, 2, false}, item_bytes<std::uint16_t>({65535})},
      {{ItemKind::unsigned_integer, 4, false}, item_bytes<std::uint32_t>({4294967295U})},
      {{ItemKind::unsigned_integer, 8, false}, item_bytes<std::uint64_t>({std::numeric_limits<std::uint64_t>::max()})},
      {{ItemKind::boolean, 1, false}, item_bytes<std::uint8_t>({1})},
  };
  for (const auto& [type, largest] : table) {
    CAPTURE(name(type));
    for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32}) {
      CAPTURE(name(dtype));
      float value;
      CHECK(can_be_beyond(type, dtype) == (convert_items(type, dtype, largest.data(), 1, &value) == 0));
    }
    CHECK_FALSE(can_be_beyond(type, Dtype::float64));
  }
}

TEST_CASE("names, dtypes and digits") {
  CHECK(name({ItemKind::floating, 2, false}) == "float16");
  CHECK(name({ItemKind::signed_integer, 8, true}) == "int64");
  CHECK(name({ItemKind::unsigned_integer, 1, false}) == "uint8");
  CHECK(name({ItemKind::boolean, 1, false}) == "bool");
  CHECK(name({ItemKind::bfloat16, 2, false}) == "bfloat16");

  CHECK(natural_dtype({ItemKind::floating, 2, false}) == Dtype::float16);
  CHECK(natural_dtype({ItemKind::floating, 4, true}) == Dtype::float32);
  CHECK(natural_dtype({ItemKind::floating, 8, false}) == Dtype::float64);
  CHECK(natural_dtype({ItemKind::bfloat16, 2, false}) == Dtype::bfloat16);
  CHECK(natural_dtype({ItemKind::signed_integer, 4, false}) == Dtype::float64);
  CHECK(natural_dtype({ItemKind::boolean, 1, false}) == Dtype::float64);

  CHECK(is_stored_as({ItemKind::floating, 4, false}, Dtype::float32));
  CHECK(is_stored_as({ItemKind::floating, 8, false}, Dtype::float64));
  CHECK_FALSE(is_stored_as({ItemKind::floating, 4, true}, Dtype::float32));
  CHECK_FALSE(is_stored_as({ItemKind::floating, 4, false}, Dtype::float64));
  CHECK_FALSE(is_stored_as({ItemKind::floating, 2, false}, Dtype::float16));  // held in floats
  CHECK_FALSE(is_stored_as({ItemKind::signed_integer, 4, false}, Dtype::float32));

  CHECK(item_text({ItemKind::floating, 8, true}, item_bytes<double>({1e300}, true).data()) == "1e+300");
  CHECK(item_text({ItemKind::signed_integer, 8, false}, item_bytes<std::int64_t>({-9007199254740993}).data()) ==
        "-9007199254740993");
  CHECK(item_text({ItemKind::unsigned_integer, 1, false}, item_bytes<std::uint8_t>({65}).data()) == "65");
}
