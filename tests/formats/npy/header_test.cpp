#include "formats/npy/header.h"

#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// Headers stand 10 bytes into a file of version 1.
NpyHeader parse(std::string_view text, std::optional<Dtype> dtype = std::nullopt) {
  return parse_npy_header(text, {"x.npy", 10}, dtype);
}

std::string refusal_of(std::string_view text, std::optional<Dtype> dtype = std::nullopt) {
  return refusal([&] { parse(text, dtype); });
}

std::string with_descr(std::string_view descr) {
  return "{'descr': " + std::string(descr) + ", 'fortran_order': False, 'shape': (2,), }\n";
}

std::string with_shape(std::string_view shape) {
  return "{'descr': '<f4', 'fortran_order': False, 'shape': " + std::string(shape) + ", }\n";
}

}  // namespace

TEST_CASE("headers are dict literals, written in any way") {
  const char* table[] = {
      "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }                 \n",
      "{'descr':'<f4','fortran_order':True,'shape':(2,3)}",
      "{\"shape\": (2, 3), \"descr\": \"<f4\", \"fortran_order\": True}\n",
      "{'fortran_order': True, 'shape': (2L, 3L), 'descr': '<f4'}\n",
      " { 'shape' : ( 2 ,3 , ) ,\n 'fortran_order'\t: True , 'descr' : '<f4' , } \r\n",
  };
  for (const char* text : table) {
    CAPTURE(text);
    const NpyHeader header = parse(text);
    CHECK(header.type.kind == ItemKind::floating);
    CHECK(header.type.size == 4);
    CHECK_FALSE(header.type.is_swapped);
    CHECK(header.is_fortran_order);
    CHECK(header.shape == Shape{2, 3});
  }
}

TEST_CASE("shapes") {
  CHECK(parse(with_shape("()")).shape == Shape{});
  CHECK(parse(with_shape("(3,)")).shape == Shape{3});
  CHECK(parse(with_shape("(0, 3)")).shape == Shape{0, 3});
  CHECK(parse(with_shape("(1,2,3,4)")).shape == Shape{1, 2, 3, 4});
  std::string ones;
  for (int i = 0; i < 32; ++i) ones += "1,";
  CHECK(parse(with_shape("(" + ones + ")")).shape == Shape(32, 1));

  const struct {
    std::string shape;
    const char* refusal;
  } table[] = {
      {"(3)", "header field 'shape': expected a tuple such as (3,), found the number (3)"},
      {"3", "header field 'shape': expected a tuple such as (2, 3), found \"3\""},
      {"[2, 3]", "header field 'shape': expected a tuple such as (2, 3), found \"[\""},
      {"(2, -3)", "header field 'shape': expected a whole number of at least 0, found \"-3\""},
      {"(,)", "header field 'shape': expected a whole number of at least 0, found \",\""},
      {"(2,,3)", "header field 'shape': expected a whole number of at least 0, found \",\""},
      {"(2 3)", "header field 'shape': expected a comma or ), found \"3\""},
      {"(02, 3)", "header field 'shape': expected a whole number without leading zeros, found \"02\""},
      {"(010L,)", "header field 'shape': expected a whole number without leading zeros, found \"010L\""},
      {"(2.5,)", "header field 'shape': expected a comma or ), found \".5\""},
      {"(2, 3", "header field 'shape': expected a whole number of at least 0, found \"}\""},
      {"(99999999999999999999,)", "header field 'shape': \"99999999999999999999\" is more than memory can address"},
      {"(4294967296, 4294967296)",
       "header field 'shape': a tensor of shape (4294967296, 4294967296) has more elements than memory can address"},
      {"(" + ones + "1)", "header field 'shape': expected at most 32 dims, found 33"},
  };
  for (const auto& row : table) {
    CAPTURE(row.shape);
    CHECK(refusal_of(with_shape(row.shape)) == row.refusal);
  }
}

TEST_CASE("types in both byte orders") {
  const struct {
    const char* descr;
    ItemKind kind;
    std::size_t size;
    bool is_swapped;  // on the little-endian machines that the tests run on
  } table[] = {
      {"'<f2'", ItemKind::floating, 2, false},         {"'>f2'", ItemKind::floating, 2, true},
      {"'=f8'", ItemKind::floating, 8, false},         {"'|f4'", ItemKind::floating, 4, false},
      {"'f4'", ItemKind::floating, 4, false},          {"'>f8'", ItemKind::floating, 8, true},
      {"'|i1'", ItemKind::signed_integer, 1, false},   {"'>i1'", ItemKind::signed_integer, 1, false},
      {"'<i2'", ItemKind::signed_integer, 2, false},   {"'>i8'", ItemKind::signed_integer, 8, true},
      {"'|u1'", ItemKind::unsigned_integer, 1, false}, {"'>u4'", ItemKind::unsigned_integer, 4, true},
      {"'<u8'", ItemKind::unsigned_integer, 8, false}, {"'|b1'", ItemKind::boolean, 1, false},
  };
  for (const auto& row : table) {
    CAPTURE(row.descr);
    const ItemType type = parse(with_descr(row.descr)).type;
    CHECK(type.kind == row.kind);
    CHECK(type.size == row.size);
    CHECK(type.is_swapped == row.is_swapped);
  }
}

TEST_CASE("types that hold no real numbers are refused by name") {
  const struct {
    const char* descr;
    const char* refusal;
  } table[] = {
      {"'|O'", "\"|O\" is Python objects, and pickled objects are never loaded"},
      {"'O'", "\"O\" is Python objects, and pickled objects are never loaded"},
      {"[('a', '<f4'), ('b', '<i2')]",
       "the array is structured (its descr is a list); softmax needs one number for each element"},
      {"'<c8'", "\"<c8\" is complex numbers; softmax needs real ones"},
      {"'>c16'", "\">c16\" is complex numbers; softmax needs real ones"},
      {"'<U5'", "\"<U5\" is text; softmax needs numbers"},
      {"'|S3'", "\"|S3\" is text; softmax needs numbers"},
      {"'|a3'", "\"|a3\" is text; softmax needs numbers"},
      {"'<M8[ns]'", "\"<M8\" is dates; softmax needs numbers"},
      {"'<m8[us]'", "\"<m8\" is time differences; softmax needs numbers"},
      {"'<f16'", "\"<f16\" is long double; save the array as float64"},
      {"'<f12'", "\"<f12\" is long double; save the array as float64"},
      {"'|V8'", "\"|V8\" is raw bytes (void); softmax needs numbers"},
      {"'|V2'", "\"|V2\" is two bytes of any meaning (void); --dtype bfloat16 reads them as bfloat16"},
      {"'<V2'", "\"<V2\" is two bytes of any meaning (void); --dtype bfloat16 reads them as bfloat16"},
      {"'V2'", "\"V2\" is two bytes of any meaning (void); --dtype bfloat16 reads them as bfloat16"},
      {"'<f3'", "\"<f3\" is not a type of numbers; expected f2, f4, f8, i1 to i8, u1 to u8 or b1"},
      {"'<i16'", "\"<i16\" is not a type of numbers; expected f2, f4, f8, i1 to i8, u1 to u8 or b1"},
      {"'<i'", "\"<i\" is not a type of numbers; expected f2, f4, f8, i1 to i8, u1 to u8 or b1"},
      {"'|b4'", "\"|b4\" is not a type of numbers; expected f2, f4, f8, i1 to i8, u1 to u8 or b1"},
      {"'x'", "\"x\" is not a type of numbers; expected f2, f4, f8, i1 to i8, u1 to u8 or b1"},
      {"''", "expected a type such as '<f4', found no type"},
      {"'<'", "expected a type such as '<f4', found no type"},
  };
  for (const auto& row : table) {
    CAPTURE(row.descr);
    CHECK(refusal_of(with_descr(row.descr)) == "header field 'descr': " + std::string(row.refusal));
  }
}

TEST_CASE("two-byte void is bfloat16 when that is asked for") {
  for (const char* descr : {"'|V2'", "'<V2'", "'V2'", "'>V2'"}) {
    CAPTURE(descr);
    const ItemType type = parse(with_descr(descr), Dtype::bfloat16).type;
    CHECK(type.kind == ItemKind::bfloat16);
    CHECK(type.size == 2);
    CHECK(type.is_swapped == (descr[1] == '>'));
  }
  CHECK(refusal_of(with_descr("'|V2'"), Dtype::float32) ==
        "header field 'descr': \"|V2\" is two bytes of any meaning (void); --dtype bfloat16 reads them as bfloat16");
  CHECK(refusal_of(with_descr("'|V4'"), Dtype::bfloat16) ==
        "header field 'descr': \"|V4\" is raw bytes (void); softmax needs numbers");
}

TEST_CASE("other texts are refused by field or byte") {
  const struct {
    const char* text;
    const char* refusal;
  } table[] = {
      {"", "byte 10: expected the { of a Python dict, found the end of the header"},
      {"[]", "byte 10: expected the { of a Python dict, found \"[\""},
      {"{}", "header field 'descr': the header lacks this key"},
      {"{'descr': '<f4'}", "header field 'fortran_order': the header lacks this key"},
      {"{'descr': '<f4', 'fortran_order': False}", "header field 'shape': the header lacks this key"},
      {"{'shape': (), 'fortran_order': False, 'shape': ()}", "header field 'shape': the header has this key twice"},
      {"{'descr': '<f4', 'descr': '<f4'}", "header field 'descr': the header has this key twice"},
      {"{'order': 'C'}", "byte 11: expected one of the keys descr, fortran_order and shape, found \"'order'\""},
      {"{'': 'C'}", "byte 11: expected one of the keys descr, fortran_order and shape, found \"''\""},
      {"{descr: '<f4'}", "byte 11: expected a key in quotes, found \"descr\""},
      {"{,}", "byte 11: expected a key in quotes, found \",\""},
      {"{'descr' '<f4'}", "byte 19: expected a colon after 'descr', found \"'<f4'\""},
      {"{'descr': <f4}", "byte 20: expected a type such as '<f4', found \"<f4\""},
      {"{'descr': '<f4}", "byte 20: expected a type such as '<f4', found \"'<f4\""},
      {"{'descr': '<f\\x34'}", "byte 20: expected a type such as '<f4', found \"'<f\\x34'\""},
      {"{'descr': ('<f4', (2,))}", "byte 20: expected a type such as '<f4', found \"(\""},
      {"{'fortran_order': 1}", "header field 'fortran_order': expected True or False, found \"1\""},
      {"{'fortran_order': Falsey}", "byte 33: expected a comma or } after a field, found \"y\""},
      {"{'shape': () 'descr': '<f4'}", "byte 23: expected a comma or } after a field, found \"'descr'\""},
      {"{'shape': (),", "byte 23: expected a key in quotes, found the end of the header"},
      {"{'shape': (), 'descr': '<f4', 'fortran_order': False} x",
       "byte 64: expected nothing but blanks after the header's }, found \"x\""},
  };
  for (const auto& row : table) {
    CAPTURE(row.text);
    CHECK(refusal_of(row.text) == row.refusal);
  }
}

TEST_CASE("errors name the input") {
  try {
    parse("{}");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.place().source == "x.npy");
    CHECK(error.place().line == 0);
  }
}

TEST_CASE("a header cut anywhere is refused") {
  const std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}";
  for (std::size_t length = 0; length < header.size(); ++length) {
    CAPTURE(length);
    CHECK_THROWS_AS(parse(header.substr(0, length)), Error);
  }
}
