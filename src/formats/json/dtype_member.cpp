#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "core/formatted.h"
#include "formats/json/object.h"

namespace softmax::formats {
namespace {
/// What a type's name means: one of our dtypes, integers, which are computed in float64, or complex numbers.
enum class Kind { real, integer, wide_integer, complex };

struct TypeName {
  std::string_view name;  ///< in lower case
  Dtype dtype;
  Kind kind = Kind::real;
  int onnx_code = 0;  ///< of TensorProto.DataType; 0: none
};

constexpr Dtype f16 = Dtype::float16, bf16 = Dtype::bfloat16, f32 = Dtype::float32, f64 = Dtype::float64;

// As PyTorch, NumPy, TensorFlow, ONNX, KServe, safetensors, C and math.js name them; without prefixes such as `torch.`.
constexpr auto type_names = std::to_array<TypeName>({
    {"float16", f16, Kind::real, 10},
    {"fp16", f16},
    {"half", f16},
    {"halftensor", f16},
    {"f16", f16},
    {"f2", f16},
    {"bfloat16", bf16, Kind::real, 16},
    {"bf16", bf16},
    {"bfloat16tensor", bf16},
    {"float32", f32, Kind::real, 1},
    {"fp32", f32},
    {"float", f32},
    {"floattensor", f32},
    {"single", f32},
    {"f32", f32},
    {"f4", f32},
    {"float64", f64, Kind::real, 11},
    {"fp64", f64},
    {"double", f64},
    {"doubletensor", f64},
    {"f64", f64},
    {"f8", f64},
    {"number", f64},
    {"int8", f64, Kind::integer, 3},
    {"int16", f64, Kind::integer, 5},
    {"short", f64, Kind::integer},
    {"int32", f64, Kind::integer, 6},
    {"int", f64, Kind::integer},
    {"int64", f64, Kind::wide_integer, 7},
    {"long", f64, Kind::wide_integer},
    {"longtensor", f64, Kind::wide_integer},
    {"uint8", f64, Kind::integer, 2},
    {"uint16", f64, Kind::integer, 4},
    {"uint32", f64, Kind::integer, 12},
    {"uint64", f64, Kind::wide_integer, 13},
    {"bool", f64, Kind::integer, 9},
    {"i1", f64, Kind::integer},
    {"i2", f64, Kind::integer},
    {"i4", f64, Kind::integer},
    {"i8", f64, Kind::wide_integer},
    {"i16", f64, Kind::integer},
    {"i32", f64, Kind::integer},
    {"i64", f64, Kind::wide_integer},
    {"u1", f64, Kind::integer},
    {"u2", f64, Kind::integer},
    {"u4", f64, Kind::integer},
    {"u8", f64, Kind::wide_integer},
    {"u16", f64, Kind::integer},
    {"u32", f64, Kind::integer},
    {"u64", f64, Kind::wide_integer},
    {"complex64", f64, Kind::complex, 14},
    {"complex128", f64, Kind::complex, 15},
    {"complex", f64, Kind::complex},
    {"c8", f64, Kind::complex},
    {"c16", f64, Kind::complex},
});

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The last word of a text in lower case: "float32" of "torch.float32", "<class 'numpy.float32'>", "dtype('float32')".
std::string last_word(std::string_view text) {
  while (!text.empty() && !is_word(text.back())) text.remove_suffix(1);
  std::size_t begin = text.size();
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  std::string word(text.substr(begin));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  for (const std::string_view prefix : {"dt_", "type_"}) {
    if (word.starts_with(prefix)) word.erase(0, prefix.size());
  }
  return word;
}

const TypeName* type_named(std::string_view text) {
  const std::string word = last_word(text);
  const auto found =
      std::find_if(type_names.begin(), type_names.end(), [&word](const TypeName& type) { return type.name == word; });
  return found == type_names.end() ? nullptr : &*found;
}

const TypeName* type_of_code(std::string_view text) {
  int code = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  if (error != std::errc() || code <= 0) return nullptr;
  const auto found = std::find_if(type_names.begin(), type_names.end(),
                                  [code](const TypeName& type) { return type.onnx_code == code; });
  return found == type_names.end() ? nullptr : &*found;
}

/// Whether a member is one of those in which ONNX writes the elements of a tensor.
bool is_onnx_data(std::string_view name) { return name.ends_with("Data") || name.ends_with("_data"); }
}  // namespace

void take_json_dtype(const JsonScanner& scanner, const JsonMembers& members, JsonTensorMember& tensor) {
  const JsonMember* member = nullptr;
  const TypeName* type = nullptr;
  for (const std::string_view name : {"dtype", "datatype"}) {
    const JsonMember* const found = members.find(name);
    if (member != nullptr || found == nullptr || *found->value.begin != '"') continue;
    member = found;
    type = type_named({member->value.begin, member->value.end});
  }
  for (const std::string_view name : {"dataType", "data_type"}) {
    const JsonMember* const found = members.find(name);
    if (member != nullptr || found == nullptr || !is_onnx_data(tensor.member->name())) continue;
    member = found;
    type = type_of_code({member->value.begin, member->value.end});
    const bool is_bits = type != nullptr && type->kind == Kind::real && tensor.member->name().starts_with("int32");
    if (is_bits) {
      scanner.fail(tensor.member->value.begin,
                   formatted("{} has the bits of {} numbers as integers; expected the numbers, as "
                             "onnx.numpy_helper.to_array returns them",
                             tensor.member->key, softmax::name(type->dtype)));
    }
  }
  if (member == nullptr) return;
  const std::string text = token_text(member->value.begin, member->value.end);
  if (type != nullptr && type->kind == Kind::complex) {
    scanner.fail(member->value.begin, formatted("{} is complex numbers; expected real ones", text));
  }
  if (type == nullptr) {
    if (!tensor.shape) return;
    scanner.fail(member->value.begin, formatted("{} is no type that is known here; expected one of {}; --dtype "
                                                "float64 reads the numbers as they are written",
                                                text, dtype_names()));
  }
  tensor.dtype = type->dtype;
  if (type->kind == Kind::real) return;
  tensor.notes.push_back(
      formatted("{} made float64{}", type->name, type->kind == Kind::wide_integer ? ", exact up to 2^53" : ""));
}
}  // namespace softmax::formats
