/** The tutorial's application, Celsius to Fahrenheit, and a demonstration that sends readings through it. */
package io.github.camelwallaroo.routes.demo;
