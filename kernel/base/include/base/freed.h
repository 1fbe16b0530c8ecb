#pragma once
// Objects of C libraries, ended by the library's own function: std::unique_ptr<BIO,
// base::Freed<BIO_free_all>>.

namespace base {

template <auto end>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    end(object);
  }
};

}  // namespace base
