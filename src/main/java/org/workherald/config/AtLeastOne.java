package org.workherald.config;

import org.eclipse.microprofile.config.spi.Converter;

/** A number of things, of which there must be one. */
public class AtLeastOne implements Converter<Integer> {

  /**
   * @throws IllegalArgumentException when it is no whole number, or less than 1
   */
  @Override
  public Integer convert(String value) {
    String digits = value.strip();
    if (digits.isEmpty()) {
      return null;
    }
    int number;
    try {
      number = Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number", e);
    }
    if (number < 1) {
      throw new IllegalArgumentException("must be 1 or more");
    }
    return number;
  }
}
