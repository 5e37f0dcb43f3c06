#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/json_syntax.h"

namespace softmax::read {

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

}  // namespace softmax::read
