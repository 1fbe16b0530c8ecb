#pragma once
// The stores on which the write path is tested. Only interfaces: the drivers sit above this module, so
// whoever links the tests brings them (store/write/test/local_stores.cpp).

#include <memory>
#include <string>

#include "registrar/appender.h"

namespace registrar_test {

class Stores {
 public:
  virtual ~Stores() = default;
  virtual registrar::RecordAppender& appender() = 0;
  virtual ledger::RecordReader& reader() = 0;
  virtual ledger::DataKeyReader& data_keys() = 0;
  virtual registrar::BlobWriter& blob_writer() = 0;
  /// What erasure leaves behind: the record's data key is gone from the store.
  virtual void lose_data_key(std::string_view kid) = 0;
  virtual ledger::BlobReader& blobs() = 0;
};

/// New objects over what lies in `directory`, as after a restart of the process.
std::unique_ptr<Stores> stores_in(const std::string& directory);

}  // namespace registrar_test
