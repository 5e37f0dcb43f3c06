#pragma once

#include <span>
#include <string_view>

#include "verify/suppositions.h"

namespace softmax::verify {

/// A row of the catalogue.
struct CatalogueRow {
  std::string_view id;        ///< one that ends with '=' is followed by the parameter of a hypothesis
  std::string_view sentence;  ///< what the print is; {} is the parameter
  Hypotheses (*suppose)(const Context& context);
};

/// Everything that people are known to compute instead, simplest first.
std::span<const CatalogueRow> catalogue();

/// Whether an id, its parameter included, is one of the catalogue: "log", "dim=0,2".
bool is_catalogue_id(std::string_view id);

}  // namespace softmax::verify
