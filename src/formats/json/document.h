#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "formats/json/syntax.h"

namespace softmax::formats {

/// A JSON pointer (RFC 6901): the way from a document to a value in it.
class JsonPointer {
 public:
  /// Throws Error, naming --pointer, for what is no pointer.
  explicit JsonPointer(std::string text);

  const std::string& text() const { return text_; }

  /// What the pointer led to.
  struct Target {
    const char* value;         ///< its first byte
    const char* document_end;  ///< nullptr for the pointer "", which walks over nothing: the value is the document
  };

  /// Walks from the document that begins at `at`, and on the way checks all of it but for the pointer "". Of members
  /// with one name the last is meant, as in most JSON libraries. Throws Error for malformed JSON, and where the next
  /// step is not there, with what is.
  Target find(const JsonScanner& scanner, const char* at) const;

 private:
  struct Step {
    std::string name;        ///< unescaped
    std::size_t text_begin;  ///< its '/' in the pointer's text
  };

  Target member(const JsonScanner& scanner, const char* object, const Step& step) const;
  Target element(const JsonScanner& scanner, const char* array, const Step& step) const;
  [[noreturn]] void fail(const JsonScanner& scanner, const char* at, const Step& step, std::string_view what) const;

  std::string text_;
  std::vector<Step> steps_;
};

/// A pointer's step to a member of that name: '/' before it, its own '~' and '/' escaped.
std::string json_pointer_step(std::string_view name);

/// How messages list members: the first few of the keys, with their quotes, as they stand in the text.
std::string json_key_list(const std::vector<std::string_view>& keys);

/// The "shape" that stands beside "data".
struct JsonShape {
  const char* begin;  ///< its bracket in the text
  Shape sizes;
};

/// Where the tensor of a JSON document stands.
struct JsonTensorPlace {
  const char* tensor;        ///< its first byte; what follows has not been checked to be a tensor
  const char* document_end;  ///< nullptr: the tensor is the whole document, and nothing of it has been checked
  std::optional<JsonShape> shape;
};

/// Finds the tensor in the document that begins at `at`: the document itself, or what `pointer` leads to. In an object
/// that is "data" where it has "shape" and "data", else, without a pointer, the one direct member that is an array of
/// numbers, or failing that an array of nothing. Of members with one name the last is meant. Throws Error for malformed
/// JSON around the tensor, and where there is no tensor to choose or more than one.
JsonTensorPlace find_json_tensor(const JsonScanner& scanner, const char* at, const std::optional<JsonPointer>& pointer);

}  // namespace softmax::formats
