// Names of the built-in company's people and accounts, each once.

export const firstNames =
  `Grace Omar Helena Marcus Ingrid Daniel Priya Jonas Aisha Ethan Maya Lucas Sofia Noah Chloe Diego Yuki Hannah Felix Amara Oliver
Leila Samuel Nadia Victor Clara Rohan Elise Tomas Zoe Adrian Freya Malik Astrid Hugo Lena Matteo Sanne Pavel Camille Emil Ines Bruno Katja Nils
Rosa Anders Greta Stefan Lucia Kofi Wendy Peter Fatima Caleb Joan Arjun Paula Derek Imani Simon Tessa`.split(/\s+/);

export const lastNames =
  `Whitfield Haddad Lindqvist Okafor Sorensen Brennan Nair Weber Rahman Cole Fernandez Moreau Castellano Bennett Dubois Herrera Tanaka Fischer Aldridge Nwosu Hartley
Farouk Greene Petrova Lange Jimenez Mehta Fontaine Novak Kessler Blackwood Holm Jefferson Dahl Laurent Vogel Ricci Visser Horak Girard Lund Carvalho Ferrari Baumann Ekström
Marquez Nygaard Schuster Ivanov Romano Mensah Calloway Svoboda Siddiqui Thornton Delgado Kapoor Reyes Sutton Diallo Archer Maddox`.split(
    /\s+/,
  );

export const accountNames =
  `Globex Initech Northwind Contoso Umbra Vertex Solace Meridian Cobalt Juniper Halcyon Redwood Lumen Stratus Pinnacle Cascade Orchid Beacon Summit Harvest Copper Falcon Maple Onyx Prism Quarry Ridge Sable Tidal
Union Vista Willow Xenon Yarrow Zephyr Amber Birch Cedar Delta Ember Fjord Garnet Hazel Indigo Jasper Kestrel Laurel Mosaic Nimbus Opal Pioneer Quartz Raven Sierra Topaz Ursa Verdant Wren Aspen Basalt Coral Drift
Echo Flint Grove Harbor Iris Jade Keystone Lark Marble Nova Orbit Pacific Quest River Sage Timber Upland Violet Westwind Atlas Bluebird Clover Dune Evergreen Foxglove Granite Heron Ironwood Kingfisher Lakeside Meadow`.split(
    /\s+/,
  );
