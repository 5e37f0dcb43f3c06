#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"
#include "formats/json/syntax.h"

namespace softmax::formats {
/// The members that say a shape if they are lists of whole numbers, and those that say its strides.
inline constexpr std::array<std::string_view, 4> json_size_names = {"shape", "dims", "size", "_size"};
inline constexpr std::array<std::string_view, 2> json_stride_names = {"stride", "strides"};

/// What options say about the tensor in an object.
struct JsonRules {
  bool null_is_nan = false;     ///< --missing nan: null among numbers is a number
  bool is_expected = false;     ///< the expected text is read: results are likelier than logits
  bool dtype_is_given = false;  ///< --dtype: a member that names a dtype is not looked at
};

/// A member that says the shape of another one.
struct JsonShape {
  const char* begin;  ///< its bracket in the text
  std::string key;    ///< with its quotes
  Shape sizes;
};

struct JsonMember {
  std::string_view key;  ///< as the text spells it, with its quotes
  JsonValue value;
  bool has_escapes;  ///< in the key

  /// The key without its quotes. Escapes remain, so it is the name only where there are none.
  std::string_view name() const { return key.substr(1, key.size() - 2); }
};

/// The members of an object; only the last of those with the same name.
class JsonMembers {
 public:
  JsonMembers(const JsonScanner& scanner, const char* object);

  const std::vector<JsonMember>& list() const { return list_; }
  const char* object_end() const { return end_; }

  /// nullptr if there is none. Most names that are asked for have a length that no member's name has.
  const JsonMember* find(std::string_view name) const {
    return (lengths_ & length_bit(name)) == 0 ? nullptr : search(name);
  }

 private:
  static std::uint64_t length_bit(std::string_view name) { return std::uint64_t{1} << (name.size() % 64); }
  const JsonMember* search(std::string_view name) const;

  /// Fewer members are searched one by one, which is faster.
  static constexpr std::size_t maximum_searched = 16;

  std::uint64_t lengths_ = 0;  ///< a bit for the length of each name
  std::vector<JsonMember> list_;
  std::map<std::string, std::size_t, std::less<>> places_;  ///< not hashed: names could be chosen to collide
  const char* end_ = nullptr;
};

/// What the arrays of a value have next to their numbers. Arrays in objects do not count.
struct JsonMixture {
  bool has_null = false;     ///< an array has null directly among its numbers
  bool has_text = false;     ///< the outermost array has strings directly among its numbers
  bool is_numbers = false;   ///< all elements are numbers or null, and there is a number
  bool is_numerals = false;  ///< all elements are strings, and the first one is a number
};
JsonMixture json_mixture(const JsonScanner& scanner, const JsonValue& value);

/// The tensor in an object: a member, and what other members say about it.
struct JsonTensorMember {
  const JsonMember* member = nullptr;
  std::optional<JsonShape> shape;
  std::optional<Dtype> dtype;      ///< that a member names
  std::vector<std::string> notes;  ///< for the account
};

/// The tensor of an object whose members say its shape: "data" next to "shape", else the one array of numbers next to a
/// "shape", "dims", "size" or "_size" that is a list of whole numbers. Throws Error where there is no such array, and
/// where other members contradict. `way` is the pointer to the object.
std::optional<JsonTensorMember> shaped_json_tensor(const JsonScanner& scanner, const char* object,
                                                   const JsonMembers& members, std::string_view way,
                                                   const JsonRules& rules);

/// The one direct member of another object that is an array of numbers, or failing that of nothing. If there is no
/// array of numbers but one with other things, too, it is that one: reading it says what is wrong. Throws Error at
/// `object` where there is no such member, several, or one whose name or whose neighbours raise doubts.
JsonTensorMember only_json_tensor(const JsonScanner& scanner, const char* object, const JsonMembers& members,
                                  const JsonRules& rules);

/// Takes the dtype that a member "dtype" or "datatype" names, or the code in ONNX's "dataType", with a note for
/// integers, which become float64. Throws Error for a type that the program does not have, if there is a shape: without
/// one, the name may be about something else.
void take_json_dtype(const JsonScanner& scanner, const JsonMembers& members, JsonTensorMember& tensor);

/// Throws Error for strides that are not those of elements row by row. They may count elements or bytes, and the last
/// one, which is 1, may be missing. That of a dim of one element says nothing.
void require_json_rows(const JsonScanner& scanner, const JsonMember& strides, const JsonShape& shape);

/// Throws Error where members next to a shape say that the object is a sparse matrix.
void refuse_sparse_json(const JsonScanner& scanner, const JsonMembers& members);

/// Throws Error where members say that the numbers of `tensor` are quantized, or written column by column.
void refuse_json_layouts(const JsonScanner& scanner, const JsonMembers& members, const JsonMember& tensor,
                         const std::optional<JsonShape>& shape);

/// Throws Error where members of an object without a shape say one in another way: rows and columns as two numbers, the
/// text of a shape, R's attributes; and where the numbers are bytes.
void refuse_json_shapes(const JsonScanner& scanner, const JsonMembers& members, const JsonMember& tensor);

/// Whether members of that name are never read unless a pointer says so: they hold ids or places.
bool is_json_index_name(std::string_view name);

/// How unlikely it is that a member of that name and value holds the logits. Messages name the likeliest first.
double json_unlikelihood(std::string_view name, const JsonValue& value);

/// That of ids, sizes and counts, or more.
inline constexpr double json_unlikelihood_of_ids = 8;

/// A pointer's step to a member of that name: '/', then the name with '~' and '/' escaped.
std::string json_pointer_step(std::string_view name);

/// "--pointer /logits", with the pointer quoted where a shell needs it.
std::string json_pointer_option(std::string_view pointer);

/// How many keys messages list.
inline constexpr std::size_t json_keys_shown = 5;

/// How messages list members: the first few of the keys, with their quotes, as the text spells them.
std::string json_key_list(const std::vector<std::string_view>& keys);
std::string json_key_list(const std::vector<JsonMember>& members);
}  // namespace softmax::formats
