package com.example.parcels;

/** The last digit of a code, as GS1 computes it: a single mistyped digit shows. */
final class CheckDigit {
  private CheckDigit() {}

  static boolean isRight(String code) {
    if (!code.matches("\\d{8,18}")) return false;
    int sum = 0;
    for (int i = 0; i < code.length(); i++) {
      int weight = i % 2 == 1 ? 3 : 1;
      sum += weight * Character.digit(code.charAt(code.length() - 1 - i), 10);
    }
    return sum % 10 == 0;
  }
}
