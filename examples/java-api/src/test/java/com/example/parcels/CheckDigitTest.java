package com.example.parcels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckDigitTest {
  @ParameterizedTest
  @ValueSource(strings = {"4006381333931", "73513537", "106141411234567897"})
  void takesRightCodes(String code) {
    assertThat(CheckDigit.isRight(code)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4006381333932", "4006381339331", "", "abc", "123"})
  void refusesMistypedOnes(String code) {
    assertThat(CheckDigit.isRight(code)).isFalse();
  }
}
