#include "formats/npy/header.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/error.h"
#include "core/formatted.h"
#include "text/cursor.h"
#include "text/number.h"
#include "text/text.h"

namespace softmax::formats {
namespace {
[[noreturn]] void fail(const std::string& source, const std::string& message) {
  throw Error({source, 0, 0, {}, 0}, message);
}

constexpr char foreign_order = std::endian::native == std::endian::little ? '>' : '<';

/// The parts of a Python literal that headers have. Each take moves over what it took and the blanks after it.
class LiteralScanner {
 public:
  LiteralScanner(std::string_view text, const NpyPlace& place) : place_(place), begin_(text.data()), cursor_(text) {
    cursor_.skip_blanks();
  }

  bool is_at_end() const { return cursor_.is_at_end(); }
  char peek() const { return cursor_.peek(); }

  /// Takes a character or a word.
  template <class Token>
  bool take_if(Token token) {
    const bool is_taken = cursor_.take_if(token);
    if (is_taken) cursor_.skip_blanks();
    return is_taken;
  }

  void take(char c, std::string_view expected) {
    if (!take_if(c)) fail_expecting(expected);
  }

  /// Takes a string in single or double quotes. Escapes, which NumPy does not write, are not read.
  std::string take_string(std::string_view expected) {
    Cursor cursor = cursor_;
    const char quote = cursor.peek();
    if ((quote != '\'' && quote != '"') || !cursor.take_if(quote)) fail_expecting(expected);
    const std::string_view content = cursor.take_while([quote](char c) { return c != quote && c != '\\'; });
    if (!cursor.take_if(quote)) fail_expecting(expected);
    cursor.skip_blanks();
    cursor_ = cursor;
    return std::string(content);
  }

  /// Takes a whole number without a sign; Python 2 wrote some with the suffix L. Returns nothing when it is too large.
  std::optional<std::size_t> take_size() {
    const std::optional<std::size_t> size = cursor_.take_size();
    cursor_.take_if('L');
    cursor_.skip_blanks();
    return size;
  }

  std::string found() const { return is_at_end() ? "the end of the header" : token_text(cursor_.at(), cursor_.end()); }

  [[noreturn]] void fail_expecting(std::string_view expected) const {
    fail_at_byte(place_.source, place_.offset + static_cast<std::uint64_t>(cursor_.at() - begin_),
                 formatted("expected {}, found {}", expected, found()));
  }

  [[noreturn]] void fail_field(std::string_view field, std::string_view message) const {
    fail(place_.source, formatted("header field '{}': {}", field, message));
  }

  [[noreturn]] void fail_field_expecting(std::string_view field, std::string_view expected) const {
    fail_field(field, formatted("expected {}, found {}", expected, found()));
  }

 private:
  const NpyPlace& place_;
  const char* begin_;
  Cursor cursor_;
};

/// The parts of a type's description: "<f4" is '<', 'f' and "4".
struct Description {
  char order = '|';
  char kind = 0;
  std::string_view size;
};

std::optional<Description> cut(std::string_view text) {
  Description description;
  if (!text.empty() && std::string_view("<>=|").find(text.front()) != std::string_view::npos) {
    description.order = text.front();
    text.remove_prefix(1);
  }
  if (text.empty()) return std::nullopt;
  description.kind = text.front();
  description.size = text.substr(1);
  return description;
}

struct ReadableType {
  char kind;
  std::string_view sizes;  ///< one digit each
  ItemKind item;
};

constexpr std::array<ReadableType, 4> readable_types = {{{'f', "248", ItemKind::floating},
                                                         {'i', "1248", ItemKind::signed_integer},
                                                         {'u', "1248", ItemKind::unsigned_integer},
                                                         {'b', "1", ItemKind::boolean}}};

std::optional<ItemType> readable(const Description& description, std::optional<Dtype> dtype) {
  if (description.kind == 'V' && description.size == "2" && dtype == Dtype::bfloat16) {
    return ItemType{ItemKind::bfloat16, 2, description.order == foreign_order};
  }
  const auto known = std::find_if(readable_types.begin(), readable_types.end(),
                                  [&](const ReadableType& type) { return type.kind == description.kind; });
  if (known == readable_types.end() || description.size.size() != 1) return std::nullopt;
  if (known->sizes.find(description.size) == std::string_view::npos) return std::nullopt;
  const auto size = static_cast<std::size_t>(description.size.front() - '0');
  return ItemType{known->item, size, size > 1 && description.order == foreign_order};
}

/// Says why a type can't be read.
std::string refusal(const Description& description) {
  switch (description.kind) {
    case 'O':
      return "Python objects, and pickled objects are never loaded";
    case 'c':
      return "complex numbers; softmax needs real ones";
    case 'U':
    case 'S':
    case 'a':
      return "text; softmax needs numbers";
    case 'M':
      return "dates; softmax needs numbers";
    case 'm':
      return "time differences; softmax needs numbers";
    case 'f':
      if (description.size == "12" || description.size == "16") return "long double; save the array as float64";
      break;
    case 'V':
      if (description.size == "2") return "two bytes of any meaning (void); --dtype bfloat16 reads them as bfloat16";
      return "raw bytes (void); softmax needs numbers";
    default:
      break;
  }
  return "not a type of numbers; expected f2, f4, f8, i1 to i8, u1 to u8 or b1";
}

ItemType take_descr(LiteralScanner& scanner, std::optional<Dtype> dtype) {
  if (scanner.peek() == '[') {
    scanner.fail_field("descr",
                       "the array is structured (its descr is a list); softmax needs one number for each element");
  }
  const std::string descr = scanner.take_string("a type such as '<f4'");
  const std::optional<Description> description = cut(descr);
  if (!description) scanner.fail_field("descr", "expected a type such as '<f4', found no type");
  const std::optional<ItemType> type = readable(*description, dtype);
  if (type) return *type;
  const std::string shown = token_text(descr.data(), descr.data() + descr.size());
  scanner.fail_field("descr", formatted("{} is {}", shown, refusal(*description)));
}

bool take_fortran_order(LiteralScanner& scanner) {
  if (scanner.take_if("True")) return true;
  if (scanner.take_if("False")) return false;
  scanner.fail_field_expecting("fortran_order", "True or False");
}

std::size_t take_dim(LiteralScanner& scanner) {
  if (!is_digit(scanner.peek())) scanner.fail_field_expecting("shape", "a whole number of at least 0");
  const std::string number = scanner.found();
  // As in Python 3, a number has no leading zeros; Python 2 read octal digits after one.
  const bool starts_with_zero = scanner.peek() == '0';
  const std::optional<std::size_t> size = scanner.take_size();
  if (starts_with_zero && size != 0) {
    scanner.fail_field("shape", formatted("expected a whole number without leading zeros, found {}", number));
  }
  if (!size) scanner.fail_field("shape", formatted("{} is more than memory can address", number));
  return *size;
}

Shape take_shape(LiteralScanner& scanner) {
  if (!scanner.take_if('(')) scanner.fail_field_expecting("shape", "a tuple such as (2, 3)");
  Shape shape;
  bool has_comma = true;
  while (!scanner.take_if(')')) {
    if (!has_comma) scanner.fail_field_expecting("shape", "a comma or )");
    shape.push_back(take_dim(scanner));
    has_comma = scanner.take_if(',');
  }
  if (shape.size() == 1 && !has_comma) {
    scanner.fail_field("shape", formatted("expected a tuple such as ({0},), found the number ({0})", shape[0]));
  }
  if (shape.size() > largest_rank) {
    scanner.fail_field("shape", formatted("expected at most {} dims, found {}", largest_rank, shape.size()));
  }
  try {
    element_count(shape);  // leaves room for 16 bytes for each element
  } catch (const Error& error) {
    scanner.fail_field("shape", error.what());
  }
  return shape;
}

template <class Value, class Take>
void take_once(LiteralScanner& scanner, std::string_view key, std::optional<Value>& field, Take take) {
  if (field) scanner.fail_field(key, "the header has this key twice");
  field = take(scanner);
}
}  // namespace

NpyHeader parse_npy_header(std::string_view text, const NpyPlace& place, std::optional<Dtype> dtype) {
  LiteralScanner scanner(text, place);
  std::optional<ItemType> type;
  std::optional<bool> is_fortran_order;
  std::optional<Shape> shape;
  scanner.take('{', "the { of a Python dict");
  bool has_comma = true;
  while (!scanner.take_if('}')) {
    if (!has_comma) scanner.fail_expecting("a comma or } after a field");
    const LiteralScanner start = scanner;
    const std::string key = scanner.take_string("a key in quotes");
    if (key != "descr" && key != "fortran_order" && key != "shape") {
      start.fail_expecting("one of the keys descr, fortran_order and shape");
    }
    scanner.take(':', formatted("a colon after '{}'", key));
    if (key == "descr") {
      take_once(scanner, key, type, [dtype](LiteralScanner& from) { return take_descr(from, dtype); });
    } else if (key == "fortran_order") {
      take_once(scanner, key, is_fortran_order, take_fortran_order);
    } else {
      take_once(scanner, key, shape, take_shape);
    }
    has_comma = scanner.take_if(',');
  }
  if (!scanner.is_at_end()) scanner.fail_expecting("nothing but blanks after the header's }");
  if (!type) scanner.fail_field("descr", "the header lacks this key");
  if (!is_fortran_order) scanner.fail_field("fortran_order", "the header lacks this key");
  if (!shape) scanner.fail_field("shape", "the header lacks this key");
  return {*type, *is_fortran_order, *shape};
}

void fail_at_byte(const std::string& source, std::uint64_t offset, std::string_view message) {
  fail(source, formatted("byte {}: {}", offset, message));
}
}  // namespace softmax::formats
